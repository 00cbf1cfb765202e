using System.Diagnostics;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Verifier.Analysis;
using Waggle.Verifier.Code;
using Waggle.Verifier.Explanations;
using Waggle.Verifier.Graphs;
using Waggle.Verifier.Kernels;
using Waggle.Verifier.Proofs;

namespace Waggle.Verifier;

/// <summary>Proves that programs are safe: that they read and write what they may only, give back what they take, and end.</summary>
/// <remarks>Thread-safe. Nothing of the machine is looked at: neither a kernel nor privileges are needed.</remarks>
public static class ProgramVerifier
{
    private const int LongestExplained = 200_000; // instructions gone through: a second, and some 30 MB

    private static readonly string[] s_compatible = ["GPL", "GPL v2", "GPL and additional rights", "Dual BSD/GPL", "Dual MIT/GPL", "Dual MPL/GPL"];

    // Where the others go is looked at when they are attached.
    private static readonly ProgramTypeSet s_placesAreChecked = ProgramTypeSet.Of(
        ProgramType.CgroupSkb, ProgramType.CgroupSock, ProgramType.CgroupSockAddr, ProgramType.CgroupSockopt, ProgramType.SkLookup, ProgramType.SkReuseport,
        ProgramType.Netfilter, ProgramType.Tracing, ProgramType.Lsm);

    /// <summary>Says whether a program is safe.</summary>
    /// <param name="obj">The object that the program is of: its maps, types and licence.</param>
    /// <param name="program">The program, with its relocations against the kernel's types done.</param>
    /// <param name="options">What it is held to; the latest kernel's rules for who may do all, if null.</param>
    /// <param name="cancellationToken">Ends the analysis.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static Verdict Verify(BpfObject obj, ProgramSpec program, VerifierOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(obj);
        ArgumentNullException.ThrowIfNull(program);
        options ??= new VerifierOptions();
        long start = Stopwatch.GetTimestamp();
        KernelLimits limits = KernelLimits.Of(options.Kernel);
        Policy policy = new()
        {
            IsCapable = options.IsCapable ?? options.IsPrivileged,
            MayLeak = options.IsPrivileged,
            IsAlignmentStrict = options.IsAlignmentStrict,
            Kernel = options.Kernel,
            KernelTypes = options.KernelTypes,
            InstructionLimit = Math.Min(limits.InstructionsProcessed, options.InstructionLimit),
            PendingLimit = limits.PendingBranches,
            Host = options.Host,
            IsGplCompatible = options.Host is not null || s_compatible.Contains(obj.License),
        };
        Exploration? exploration = null;
        LogWriter? log = options.Log is null ? null : new LogWriter(options.Log, options.KernelTypes);
        ReportBuilder? report = null;
        GraphBuilder? graph = null;
        ProgramText? text = null;
        StackChain? chain = null;
        Rejection? rejection = null;
        try
        {
            CheckInstructions(program, policy.IsCapable ? limits.Instructions : limits.InstructionsUnprivileged);
            CheckKernel(program, KernelProfile.Of(options.Kernel), options.Host);
            if (options.Host is null) AttachCheck.Check(program, options.KernelTypes, options.Kernel);
            if (FunctionHooks.NeedsGpl(program.Type) && !policy.IsGplCompatible)
                throw new RejectionException(Rule.GplOnly, 0, "struct ops and LSM programs must have a GPL compatible license");
            Privileges.Check(obj, program, policy);
            text = ProgramText.Read(obj, program, policy);
            if (options.CollectsReport) report = new ReportBuilder(program);
            if (options.CollectsGraph) graph = new GraphBuilder(text, options.KernelTypes);
            IStateObserver? observer = StateObservers.Of(options.Observer, log, report, graph);
            exploration = new Exploration(text, policy, stop: cancellationToken) { Observer = observer, ComparesAll = options.ComparesAll, TellsSpilledPointers = options.TellsSpilledPointers };
            foreach (Subprogram function in Roots(text)) exploration.Run(function);
            chain = CallDepth.Check(text, limits);
            log?.End(null, exploration, policy.InstructionLimit);
        }
        catch (RejectionException e)
        {
            log?.End(e, exploration, policy.InstructionLimit);
            rejection = new Rejection(
                e.Rule.ToString(), e.Slot, e.Message,
                () => new Explainer(program, policy.KernelTypes, obj.Btf).Explain(e, GoAgain(obj, program, options, policy, e.Rule, exploration?.Processed ?? 0)));
        }

        VerifierReport took = new(exploration?.Processed ?? 0, exploration?.StateCount ?? 0, chain?.Bytes ?? 0, Stopwatch.GetElapsedTime(start))
        {
            Program = exploration is null ? null : report?.Build(text!, exploration, chain),
            Graph = graph?.Build(),
        };
        return new Verdict(rejection is null ? Proof.Of(obj, program, options.Host, exploration!.Proven, exploration.MemoryNeeded) : null, rejection, took);
    }

    // The same analysis, which now writes down its way to the instruction that it ended at. Null where it did not get to the instructions,
    // and where the way is too long to be kept or read.
    private static PathRecord? GoAgain(BpfObject obj, ProgramSpec program, VerifierOptions options, Policy policy, Rule rule, int processed)
    {
        if (processed is 0 or > LongestExplained || rule == Rule.TooComplex) return null;
        PathRecord record = new(processed);
        try
        {
            ProgramText text = ProgramText.Read(obj, program, policy);
            Exploration exploration = new(text, policy) { Record = record, ComparesAll = options.ComparesAll, TellsSpilledPointers = options.TellsSpilledPointers };
            foreach (Subprogram function in Roots(text)) exploration.Run(function);
        }
        catch (RejectionException)
        {
            // That is what it was to find.
        }
        return record;
    }

    // The program, and then the global functions that it calls, each by itself.
    private static IEnumerable<Subprogram> Roots(ProgramText text)
    {
        yield return text.Subprograms[0];
        HashSet<int> done = [0];
        bool hasMore = true;
        while (hasMore)
        {
            hasMore = false;
            foreach (Subprogram function in text.Subprograms)
            {
                bool isUsed = (function.IsGlobal && function.IsCalled) || function.Number == text.ExceptionCallback;
                if (!isUsed || !done.Add(function.Number)) continue;
                hasMore = true;
                yield return function;
            }
        }
    }

    private static void CheckKernel(ProgramSpec program, KernelProfile kernel, ProgramHost? host)
    {
        bool isOfHost = host is not null && program.Type == ProgramType.Unspecified;
        if (!isOfHost && kernel.WhyNot(program.Type) is { } noType) throw new RejectionException(Rule.NotInThisKernel, 0, noType);
        if (host is null && s_placesAreChecked.Contains(program.Type) && kernel.WhyNot((AttachType)program.ExpectedAttachType) is { } noPlace)
            throw new RejectionException(Rule.NotInThisKernel, 0, noPlace);
        for (int slot = 0; slot < program.Instructions.Length; slot += program.Instructions[slot].IsWide ? 2 : 1)
        {
            if (InstructionFeatures.Of(program.Instructions[slot]) is { } feature && kernel.WhyNot(feature) is { } why)
                throw new RejectionException(Rule.NotInThisKernel, slot, why);
        }
    }

    private static void CheckInstructions(ProgramSpec program, int limit)
    {
        if (program.Instructions.Length > limit)
            throw new RejectionException(Rule.ProgramTooLong, 0, $"the program has {program.Instructions.Length} instructions, and {limit} are allowed");
        if (InstructionDecoder.Check(program.Instructions.AsSpan()) is [var problem, ..])
            throw new RejectionException(Rule.UndefinedInstruction, problem.Slot, problem.Message);
    }
}
