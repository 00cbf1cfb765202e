using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Verifier;
using Waggle.Vm;

namespace Waggle.Fuzz.Verifier;

/// <summary>Asks the verifier about one program, and holds it to its answer.</summary>
/// <remarks>Of one thread at a time.</remarks>
internal sealed class Oracle(bool asksKernel, int inputs, int provedOneIn = 0) : IDisposable
{
    // Programs that take longer are counted and left out: there is more to find in the many that are small.
    private const int UsualAnalysis = 3_000, LongestAnalysis = 60_000, LongerOneIn = 64;

    private readonly WatchedRun _run = new();
    private readonly StateTrace _trace = new();
    private long _candidates;
    private readonly ProvedRun? _proved = provedOneIn > 0 ? new() : null;
    private readonly KernelVerdicts? _kernel = asksKernel ? new() : null;

    /// <summary>Steps that were compared.</summary>
    public long Steps => _run.Steps;

    /// <summary>Programs that the kernel's verifier said something to.</summary>
    public long Judged { get; private set; }

    /// <summary>Programs that were run by their proof, too.</summary>
    public long Proved { get; private set; }

    /// <summary>The states of the program that was compared last.</summary>
    public StateTrace Trace => _trace;

    /// <summary>Tries one program.</summary>
    public OracleAnswer Try(TestCase test, RandomSource random)
    {
        try
        {
            return Compare(test, random);
        }
        catch (VmLoadException)
        {
            return new(OracleOutcome.Accepted); // code that nothing reaches and that the engine refuses to read: it writes r10, say
        }
#pragma warning disable CA1031 // to find exceptions of every type is what this is for
        catch (Exception error)
#pragma warning restore CA1031
        {
            return new(OracleOutcome.Finding, $"exception: {error}");
        }
    }

    public void Dispose()
    {
        _run.Dispose();
        _proved?.Dispose();
    }

    private OracleAnswer Compare(TestCase test, RandomSource random)
    {
        BpfObject obj = test.ToObject();
        ProgramSpec program = obj.Programs[0];
        VerifierOptions options = new() { KernelTypes = test.Origin is null ? null : RealPrograms.KernelTypes, InstructionLimit = random.Below(LongerOneIn) == 0 ? LongestAnalysis : UsualAnalysis };
        Verdict verdict = ProgramVerifier.Verify(obj, program, options);
        if (verdict.Rejection?.Rule == "TooComplex") return new(OracleOutcome.TooLong);
        if (_kernel is not null && _kernel.TryJudge(obj, out string? refusal))
        {
            Judged++;
            if (refusal is null && !verdict.IsAccepted) return new(OracleOutcome.OnlyRejectedHere, verdict.Rejection.ToString());
            if (refusal is not null && verdict.IsAccepted && !IsPatience(refusal)) return new(OracleOutcome.Finding, $"only the kernel rejects it: {refusal}");
        }

        if (!verdict.IsAccepted) return new(OracleOutcome.Rejected, verdict.Rejection.ToString());
        _trace.Begin(test.Code.Length);
        Verdict again = ProgramVerifier.Verify(obj, program, options with { Observer = _trace, ComparesAll = true });
        // A path may also end at a state that knew nothing of a slot and read it as a number, though a pointer is spilled there: that is a number, too, but by
        // itself it may not be taken for one. The kernel does the same.
        if (!again.IsAccepted && !IsOfOrder(again.Rejection.Rule, test) && ProgramVerifier.Verify(obj, program, options with { TellsSpilledPointers = true }).IsAccepted)
            return new(OracleOutcome.Finding, $"accepted, but with states compared in full: {again.Rejection}");
        // No run is longer than all paths together, of each of which no part is gone twice; but for global functions, whose paths are gone once for all calls.
        int? longest = IsEndless(test) || _trace.Text!.Subprograms.Any(function => function.IsGlobal) ? null : again.Report.Instructions;
        // Without all states a run is only to do nothing that is forbidden.
        if (!again.IsAccepted) return _run.Compare(test, program, _trace, verdict.Proof!, null, comparesStates: false, inputs, random) is { } fault ? new(OracleOutcome.Finding, fault) : new(OracleOutcome.Accepted);
        if (_run.Compare(test, program, _trace, verdict.Proof!, longest, comparesStates: true, inputs, random) is { } finding) return new(OracleOutcome.Finding, finding);
        return _proved is not null && longest is not null && test.Origin is null ? ByProof(obj, random) : new(OracleOutcome.Compared);
    }

    // Without a budget, so only what ends; and of these some, as compiling takes longer than all else.
    private OracleAnswer ByProof(BpfObject obj, RandomSource random)
    {
        if (_candidates++ % provedOneIn != 0) return new(OracleOutcome.Compared);
        Proved++;
        return _proved!.Compare(obj, inputs, random) is { } finding ? new(OracleOutcome.Finding, finding) : new(OracleOutcome.Compared);
    }

    // Whether paths may differ in that where all is compared: a round of a loop that nothing needed may look like the one before, and what a round is
    // widened to depends on the order of paths. And where a register is compared with itself Linux goes the impossible way, too, unless it finds ranges
    // without a number there.
    private static bool IsOfOrder(string rule, TestCase test) => IsEndless(test) || rule is "TooComplex" or "InfiniteLoop" || test.Code.Any(ComparesWithItself);

    private static bool ComparesWithItself(Instruction each) => each.Opcode is { IsJump: true, Operand: Operand.Register, JumpOperation: not (JumpOperation.Always or JumpOperation.Call or JumpOperation.Exit) }
        && each.Source == each.Destination;

    // It is not refused for what it does: what it takes to verify is counted in other units, and no types tell how the kernel was built.
    private static bool IsPatience(string refusal) => refusal.Contains("too large", StringComparison.Ordinal) || refusal.Contains("too complex", StringComparison.Ordinal)
        || refusal.Contains("bpf_override_return", StringComparison.Ordinal) || refusal.StartsWith("verifier bug", StringComparison.Ordinal);

    private static bool IsEndless(TestCase test) => test.Code.Any(each => each.Opcode is { IsJump: true, JumpOperation: JumpOperation.MayGoto }
        || (each.Opcode is { IsJump: true, JumpOperation: JumpOperation.Call } && (CallKind)each.Source == CallKind.KernelFunction)
        || (each.IsWide && (PseudoSource)each.Source == PseudoSource.Function));
}
