using Waggle.Benchmarks.Paths;
using Waggle.Benchmarks.Verification;
using Waggle.Benchmarks.Vm;
using Waggle.Linux;

namespace Waggle.Benchmarks.Pairs;

/// <summary>What one pair has shown: each figure ours first, then clang's.</summary>
/// <param name="Name">The program's name in bench/programs.</param>
/// <param name="Instructions">Eight-byte instructions of the object, functions that are called included.</param>
/// <param name="Verified">Instructions that the kernel's verifier processed.</param>
/// <param name="Nanoseconds">One run in the kernel, median of the rounds.</param>
/// <param name="CompileMilliseconds">What compiling ours takes, warm.</param>
/// <param name="IsSame">Whether both returned the same number and left the same packet, each time.</param>
internal sealed record PairMeasurement(
    string Name, (int Ours, int Theirs) Instructions, (int Ours, int Theirs) Verified, (double Ours, double Theirs) Nanoseconds, double CompileMilliseconds, bool IsSame)
{
    private const double RoundInNanoseconds = 2e6;
    private const int MaximumRepeat = 20_000, SettlingRounds = 3;

    public double SizeRatio => (double)Instructions.Ours / Instructions.Theirs;

    public double VerifierRatio => (double)Verified.Ours / Verified.Theirs;

    public double TimeRatio => Nanoseconds.Ours / Nanoseconds.Theirs;

    /// <summary>Loads both, compares what they do, and times them in turns.</summary>
    public static PairMeasurement Take(KernelEngine kernel, KernelVerification verifier, Pair pair, int rounds)
    {
        using KernelRun ours = KernelRun.Load(kernel, pair.Ours), theirs = KernelRun.Load(kernel, pair.Theirs);
        bool isSame = ours.RunOnce().IsSameAs(theirs.RunOnce());
        int repeat = (int)Math.Clamp(RoundInNanoseconds / Math.Max(1, theirs.RunRound(100)), 1, MaximumRepeat);
        for (int i = 0; i < SettlingRounds; i++) (_, _) = (ours.RunRound(repeat), theirs.RunRound(repeat));
        List<double> our = [], their = [];
        for (int round = 0; round < rounds; round++)
        {
            // The order alternates: whoever came second would else profit from what the first warmed.
            if (round % 2 == 0) our.Add(ours.RunRound(repeat));
            their.Add(theirs.RunRound(repeat));
            if (round % 2 != 0) our.Add(ours.RunRound(repeat));
        }

        isSame &= ours.RunOnce().IsSameAs(theirs.RunOnce()); // what many runs left in maps changes nothing either
        return new(
            pair.Theirs.Name,
            (pair.Ours.Spec.Instructions.Length, pair.Theirs.Spec.Instructions.Length),
            (Verify(pair.Ours), Verify(pair.Theirs)),
            (InTurns.Median(our), InTurns.Median(their)),
            pair.CompileMilliseconds,
            isSame);

        int Verify(BenchmarkProgram program) => verifier.Verify(program.Object, program.Spec)?.Instructions ?? 0;
    }
}
