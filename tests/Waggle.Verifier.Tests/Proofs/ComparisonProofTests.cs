using Waggle.Bpf.Instructions;
using Waggle.Verifier.Numbers;

namespace Waggle.Verifier.Tests.Proofs;

/// <summary>Comparisons of scalars proved for all pairs of 64-bit numbers.</summary>
public class ComparisonProofTests
{
    public ComparisonProofTests() => Z3.RequireTime();

    private static readonly Term s_x = Term.Variable("x", 64), s_y = Term.Variable("y", 64);

    internal static readonly JumpOperation[] All =
    [
        JumpOperation.Equal, JumpOperation.NotEqual, JumpOperation.AnyBitSet, JumpOperation.LessUnsigned, JumpOperation.LessOrEqualUnsigned,
        JumpOperation.GreaterUnsigned, JumpOperation.GreaterOrEqualUnsigned, JumpOperation.LessSigned, JumpOperation.LessOrEqualSigned,
        JumpOperation.GreaterSigned, JumpOperation.GreaterOrEqualSigned,
    ];

    public static MatrixTheoryData<JumpOperation, bool> Comparisons => new(All, [false, true]);

    public static MatrixTheoryData<JumpOperation, bool, bool> Branches => new(All, [false, true], [false, true]);

    [Theory, MemberData(nameof(Comparisons))]
    public void Outcome_AllNumbers_IsWhatComesToPass(JumpOperation operation, bool is32)
    {
        var run = new Execution(Meaning.Method(typeof(Comparison), nameof(Comparison.Outcome)), new SymbolicMachine(), null, null, operation, is32);
        Term holds = Meaning.Holds(operation, is32, s_x, s_y), outcome = run.ResultNumber;

        Meaning.AssertProved(
            outcome.Is(1).Implies(holds) & outcome.Is(0).Implies(!holds) & (outcome.Is(0) | outcome.Is(1) | outcome.Is(uint.MaxValue)),
            [Meaning.IsIn(s_x, run.Argument(0)), Meaning.IsIn(s_y, run.Argument(1))]);
    }

    /// <summary>Two numbers that take a branch are in what the branch makes of their scalars.</summary>
    [Theory, MemberData(nameof(Branches))]
    public void Assume_AllNumbers_LosesNoneThatComesThisWay(JumpOperation operation, bool is32, bool holds)
    {
        var lemmas = new Lemmas();
        var machine = new SymbolicMachine();
        machine.Replace(Meaning.Method(typeof(Scalar), nameof(Scalar.Sync)), lemmas.Keeps(s_x, s_y));

        var run = new Execution(Meaning.Method(typeof(Comparison), nameof(Comparison.Assume)), machine, null, null, operation, is32, holds);

        Term isTaken = Meaning.Holds(operation, is32, s_x, s_y);
        Meaning.AssertProved(
            lemmas.Obligations & Meaning.IsIn(s_x, run.Changed(0)) & Meaning.IsIn(s_y, run.Changed(1)),
            [Meaning.IsIn(s_x, run.Argument(0)), Meaning.IsIn(s_y, run.Argument(1)), holds ? isTaken : !isTaken, .. lemmas.Assumptions]);
    }
}
