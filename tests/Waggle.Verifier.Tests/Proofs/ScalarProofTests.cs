using Waggle.Verifier.Numbers;

namespace Waggle.Verifier.Tests.Proofs;

/// <summary>Deductions and changes of width proved for all 64-bit numbers and all scalars, consistent or not.</summary>
public class ScalarProofTests
{
    private static readonly Term s_x = Term.Variable("x", 64);

    /// <summary>Each step of <see cref="Scalar.Sync"/>, and what else must not lose a number.</summary>
    public static TheoryData<string> Deductions =>
    [
        nameof(Scalar.DeduceFromBits32), nameof(Scalar.DeduceFromBits64), nameof(Scalar.Deduce32From64), nameof(Scalar.Deduce32From32),
        nameof(Scalar.Deduce64From64), nameof(Scalar.Deduce64From32), nameof(Scalar.DeduceBits), nameof(Scalar.RestoreConsistency),
        nameof(Scalar.ForgetRanges), nameof(Scalar.SetUnknown),
    ];

    [Theory, MemberData(nameof(Deductions))]
    public void Deduction_AllNumbers_LosesNone(string name)
    {
        var lemmas = new Lemmas();
        var machine = new SymbolicMachine();
        machine.Replace(Meaning.Method(typeof(Tristate), nameof(Tristate.NextAfter)), lemmas.LeavesNoneOut(s_x));

        var run = new Execution(Meaning.Method(typeof(Scalar), name), machine);

        Meaning.AssertProved(Meaning.IsIn(s_x, run.Changed(0)), [Meaning.IsIn(s_x, run.Argument(0)), .. lemmas.Assumptions]);
    }

    /// <summary>The steps, of which each is proved above, put together: what <see cref="Scalar.Sync"/> calls is nothing but those.</summary>
    [Fact]
    public void Sync_ItsSteps_LoseNone()
    {
        var lemmas = new Lemmas();
        var machine = new SymbolicMachine();
        int steps = 0;
        foreach (string name in Deductions.Select(row => row.Data).Where(name => name.StartsWith("Deduce", StringComparison.Ordinal)))
        {
            SymbolicMachine.Substitute keeps = lemmas.Keeps(s_x);
            machine.Replace(Meaning.Method(typeof(Scalar), name), (arguments, state) => { steps++; return keeps(arguments, state); });
        }

        var run = new Execution(Meaning.Method(typeof(Scalar), nameof(Scalar.Sync)), machine);

        Assert.Equal(2 + 4 * 3 + 1 + 2, steps);
        Meaning.AssertProved(lemmas.Obligations & Meaning.IsIn(s_x, run.Changed(0)), [Meaning.IsIn(s_x, run.Argument(0)), .. lemmas.Assumptions]);
    }

    [Fact]
    public void ZeroExtend32_AllNumbers_IncludesTheLowHalf()
    {
        Execution run = Run(nameof(Scalar.ZeroExtend32));

        Meaning.AssertProved(Meaning.IsIn(s_x.Extract(0, 32).ZeroExtend(64), run.Changed(0)), [Meaning.IsIn(s_x, run.Argument(0))]);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(4)]
    public void Truncate_AllNumbers_IncludesTheLowBytes(int size)
    {
        Term result = s_x.Extract(0, 8 * size).ZeroExtend(64);

        Execution run = RunWithSync(nameof(Scalar.Truncate), size, result, out Lemmas lemmas);

        Meaning.AssertProved(lemmas.Obligations & Meaning.IsIn(result, run.Changed(0)), [Meaning.IsIn(s_x, run.Argument(0)), .. lemmas.Assumptions]);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(4)]
    public void SignExtend_AllNumbers_IncludesTheExtension(int size)
    {
        Term result = s_x.Extract(0, 8 * size).SignExtend(64);

        Execution run = RunWithSync(nameof(Scalar.SignExtend), size, result, out Lemmas lemmas);

        Meaning.AssertProved(lemmas.Obligations & Meaning.IsIn(result, run.Changed(0)), [Meaning.IsIn(s_x, run.Argument(0)), .. lemmas.Assumptions]);
    }

    /// <summary>With the zero extension that has to follow.</summary>
    [Theory, InlineData(1), InlineData(2)]
    public void SignExtendIn32_ThenZeroExtend32_IncludesTheExtension(int size)
    {
        Execution run = RunWithSync(nameof(ExtendIn32), size, s_x, out Lemmas lemmas, typeof(ScalarProofTests));

        Term result = s_x.Extract(0, 8 * size).SignExtend(32).ZeroExtend(64);

        Meaning.AssertProved(lemmas.Obligations & Meaning.IsIn(result, run.Changed(0)), [Meaning.IsIn(s_x, run.Argument(0)), .. lemmas.Assumptions]);
    }

    private static void ExtendIn32(ref Scalar scalar, int size)
    {
        scalar.SignExtendIn32(size);
        scalar.ZeroExtend32();
    }

    [Fact]
    public void Includes_ANumber_IsWhatTheProofsMean()
    {
        var run = new Execution(Meaning.Method(typeof(Scalar), nameof(Scalar.Includes), typeof(ulong)), new SymbolicMachine());
        Term expected = Meaning.IsIn(run.Number(1), run.Argument(0)), actual = run.ResultNumber.IsNotZero();

        Meaning.AssertProved(expected.Implies(actual) & actual.Implies(expected), []);
    }

    [Fact]
    public void Includes_AScalar_IsTrueOnlyIfEachOfItsNumbersIsIncluded()
    {
        var run = new Execution(Meaning.Method(typeof(Scalar), nameof(Scalar.Includes), typeof(Scalar).MakeByRefType()), new SymbolicMachine());

        Meaning.AssertProved(Meaning.IsIn(s_x, run.Argument(0)), [Meaning.IsIn(s_x, run.Argument(1)), run.ResultNumber.IsNotZero()]);
    }

    private static Execution Run(string name) => new(Meaning.Method(typeof(Scalar), name), new SymbolicMachine());

    private static Execution RunWithSync(string name, int size, Term result, out Lemmas lemmas, Type? type = null)
    {
        lemmas = new Lemmas();
        var machine = new SymbolicMachine();
        machine.Replace(Meaning.Method(typeof(Scalar), nameof(Scalar.Sync)), lemmas.Keeps(result));
        return new(Meaning.Method(type ?? typeof(Scalar), name), machine, null, size);
    }
}
