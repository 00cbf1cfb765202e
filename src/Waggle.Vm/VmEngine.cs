using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Verifier;
using Waggle.Verifier.Proofs;
using Waggle.Vm.Cpus;
using Waggle.Vm.Execution;
using Waggle.Vm.Helpers;
using Waggle.Vm.Interpreter;
using Waggle.Vm.Jit;
using Waggle.Vm.Maps;

namespace Waggle.Vm;

/// <summary>eBPF in this process: programs, maps and helpers without a kernel, a privilege, or trust in the program.</summary>
/// <remarks>Thread-safe, apart from disposal.</remarks>
public sealed partial class VmEngine : IEngine, IDisposable
{
    private readonly RunContexts _contexts;
    private readonly CallbackRuns _callbackRuns;

    /// <summary>Creates an engine.</summary>
    /// <param name="options">Settings, or null for the usual ones.</param>
    /// <exception cref="ArgumentException">Two of <see cref="VmOptions.Helpers"/> have one name or number.</exception>
    public VmEngine(VmOptions? options = null)
    {
        Options = options ?? new VmOptions();
        Cpus = new VirtualCpus(Options.CpuCount);
        Callbacks = new CallbackQueue(Options.CpuCount, Options.Host);
        _contexts = new RunContexts(Options.CpuCount, Options.Host, Callbacks);
        _callbackRuns = new CallbackRuns(this);
        Helpers = new ApplicationHelpers(Options.Helpers);
    }

    /// <summary>The settings.</summary>
    public VmOptions Options { get; }

    internal VirtualCpus Cpus { get; }

    internal RunContexts Contexts => _contexts;

    internal ApplicationHelpers Helpers { get; }

    internal CallbackQueue Callbacks { get; }

    /// <summary>Creates the object's maps and loads its programs. They are verified first, unless <see cref="VmOptions.Safety"/> says otherwise:
    /// then they are checked as they run.</summary>
    /// <param name="obj">The object.</param>
    /// <exception cref="VmRejectionException">The verifier does not find a program safe; the text says why, and what usually mends it.</exception>
    /// <exception cref="BpfException">A map or program can't be had in this engine; the text says what and why.</exception>
    public VmObject Load(BpfObject obj) => Load(obj, Options.Safety);

    /// <summary>Creates the object's maps and loads its programs.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="safety">What keeps these programs from doing harm, whatever <see cref="VmOptions.Safety"/> says.</param>
    /// <inheritdoc cref="Load(BpfObject)" path="/exception"/>
    public VmObject Load(BpfObject obj, VmSafety safety)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return new ObjectLoading(this, obj, safety).Run();
    }

    LiveObject IEngine.Load(BpfObject obj) => Load(obj);

    /// <summary>Loads a program that is given plain memory: r1 points to it, r2 is its length. Without a proof it is checked as it runs, as how
    /// much memory it will get is not known before.</summary>
    /// <param name="code">The instructions.</param>
    /// <param name="name">A name, for messages.</param>
    /// <param name="proof">That it is safe, to run it without checks: from <see cref="ProgramVerifier"/>, for a <see cref="ProgramHost"/> with this
    /// much memory. Runs with less are refused.</param>
    /// <exception cref="VmLoadException">It is no program.</exception>
    /// <exception cref="ArgumentException">The proof is that of another program.</exception>
    public VmProgram Load(ImmutableArray<Instruction> code, string name = "program", Proof? proof = null)
    {
        ProgramSpec spec = new() { Name = name, Section = "memory", Type = ProgramType.Unspecified, Instructions = code };
        if (proof?.WhyNotFor(spec, [], Helpers.Host) is { } why) throw new ArgumentException($"The proof is not that of program '{name}': {why}.", nameof(proof));
        return Finish(spec, new ProgramLinking(spec, FrozenDictionary<string, VmMap>.Empty, Helpers, null).Link([], Options.TrustsAll), proof);
    }

    /// <summary>Loads a program of an object.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="spec">The program, fitted to the kernel's types.</param>
    /// <param name="maps">The object's maps.</param>
    /// <param name="externs">What the object wants by name.</param>
    /// <param name="missing">What of the kernel's types the program wants and did not get.</param>
    /// <param name="safety">What keeps it from doing harm.</param>
    internal VmProgram Load(
        BpfObject obj, ProgramSpec spec, IReadOnlyDictionary<string, VmMap> maps, ObjectExterns externs, ImmutableArray<CoreFailure> missing, VmSafety safety)
    {
        StructContext? context = ContextOf(spec);
        ProgramImage image = new ProgramLinking(spec, maps, Helpers, externs).Link(missing, Options.TrustsAll, context?.Shape);
        // Of plain memory nobody knows before how much there will be.
        bool isMemory = spec.Type == ProgramType.Unspecified && context is null;
        return Finish(spec, image, safety == VmSafety.Checked || Options.TrustsAll || isMemory ? null : Verify(obj, spec, image, context));
    }

    private VmProgram Finish(ProgramSpec spec, ProgramImage image, Proof? proof)
    {
        if (proof is not null) image = image.With(proof);
        Executable executable = Build(image);
        foreach (VmMap map in image.Maps)
        {
            if (map is ProgramArray programs && !programs.TryBind(executable))
                throw new VmLoadException(spec.Name, null, $"{map} holds programs of another type: a tail call stays within one type.");
        }

        return new VmProgram(this, spec, executable);
    }

    // There are no objects of a kernel here, so its types would say too much.
    private Proof Verify(BpfObject obj, ProgramSpec spec, ProgramImage image, StructContext? context)
    {
        ProgramHost host = context is null ? Helpers.Host : Helpers.Host with { Context = context.Layout };
        Verdict verdict = ProgramVerifier.Verify(obj, spec, new VerifierOptions { Host = host });
        if (!verdict.IsAccepted) throw new VmRejectionException(spec.Name, verdict.Rejection, image.MissingCalls.GetValueOrDefault(verdict.Rejection.Slot));
        // The maps that were made are those that the verifier saw.
        return verdict.Proof.WhyNotFor(spec, image.Maps.Select(m => m.Spec), host) is { } why
            ? throw new VmLoadException(spec.Name, null, $"Its proof is not for what was loaded: {why}.")
            : verdict.Proof;
    }

    /// <summary>Calls the timers and works off the queues (<c>bpf_timer</c>, <c>bpf_wq</c>) that are due now by the clock of <see cref="VmOptions.Host"/>, one
    /// after the other, on this thread. What these set anew waits for the next call.</summary>
    /// <returns>How many were called.</returns>
    /// <remarks>For applications without <see cref="VmOptions.HasTimerThread"/>; together with that thread it does no harm. A callback that
    /// breaks a rule is told to <see cref="VmHost.OnCallbackFault"/>.</remarks>
    public int RunDueTimers() => _callbackRuns.RunDue();

    /// <summary>Disposes the engine's hooks, stops its timers, then frees its memory. No other program may be running.</summary>
    /// <remarks>Hooks may be called meanwhile and afterwards: they answer with their default, or <see cref="ObjectDisposedException"/>.</remarks>
    public void Dispose()
    {
        DisposeHooks();
        _callbackRuns.Dispose();
        _contexts.Dispose();
        Cpus.Dispose();
    }

    private Executable Build(ProgramImage image)
    {
        InterpretedProgram interpreter = new(image, Options.RunsBeforeFusing);
        bool isCompiled = Options.Execution switch
        {
            VmExecution.Interpreter => false,
            VmExecution.Jit when !RuntimeFeature.IsDynamicCodeSupported => throw new PlatformNotSupportedException(
                "This process can't compile at run time (NativeAOT): use VmExecution.Automatic or Interpreter."),
            _ => RuntimeFeature.IsDynamicCodeSupported,
        };
        return isCompiled && RuntimeFeature.IsDynamicCodeSupported ? new CompiledProgram(image, interpreter, new LinkedSources(image)) : interpreter;
    }
}
