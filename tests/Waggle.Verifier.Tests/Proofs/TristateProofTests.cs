using Waggle.Verifier.Numbers;

namespace Waggle.Verifier.Tests.Proofs;

/// <summary>Tristate arithmetic proved for all 64-bit numbers: the result of an operation on two numbers is in the tristate that the
/// shipped method makes of the tristates that they are in.</summary>
public class TristateProofTests
{
    private static readonly Term s_x = Term.Variable("x", 64), s_y = Term.Variable("y", 64);

    /// <summary>Operators on one tristate or two, and what they do to numbers.</summary>
    private static readonly Dictionary<string, Func<Term, Term, Term>> s_operators = new()
    {
        ["op_Addition"] = (x, y) => x + y,
        ["op_Subtraction"] = (x, y) => x - y,
        ["op_BitwiseAnd"] = (x, y) => x & y,
        ["op_BitwiseOr"] = (x, y) => x | y,
        ["op_ExclusiveOr"] = (x, y) => x ^ y,
        ["op_UnaryNegation"] = (x, _) => Term.Constant(0, 64) - x,
    };

    private static readonly Dictionary<string, Func<Term, Term, Term>> s_shifts = new()
    {
        [nameof(Tristate.ShiftLeft)] = (x, count) => x.ShiftLeft(count),
        [nameof(Tristate.ShiftRight)] = (x, count) => x.ShiftRight(count),
        [nameof(Tristate.ShiftRightArithmetic)] = (x, count) => x.ShiftRightArithmetic(count),
    };

    public static TheoryData<string> Operators => [.. s_operators.Keys];

    public static TheoryData<string> Shifts => [.. s_shifts.Keys];

    [Theory, MemberData(nameof(Operators))]
    public void Operator_AllNumbers_IncludesTheResult(string name)
    {
        Execution run = Run(name);

        Term result = s_operators[name](s_x, s_y);

        Meaning.AssertProved(Meaning.IsIn(result, run.ResultStruct), [Meaning.IsIn(s_x, run.Argument(0)), run.Before.Length == 1 ? Term.True : Meaning.IsIn(s_y, run.Argument(1))]);
    }

    [Theory, MemberData(nameof(Shifts))]
    public void Shift_AllNumbersAndCounts_IncludesTheResult(string name)
    {
        Execution run = Run(name);
        Term count = run.Number(1);

        Term result = s_shifts[name](s_x, count.ZeroExtend(64));

        Meaning.AssertProved(Meaning.IsIn(result, run.ResultStruct), [Meaning.IsIn(s_x, run.Argument(0)), count.IsBelow(Term.Constant(64, 32))]);
    }

    [Fact]
    public void ShiftRightArithmetic32_AllNumbersAndCounts_IncludesTheResult()
    {
        Execution run = Run(nameof(Tristate.ShiftRightArithmetic32));
        Term count = run.Number(1);

        Term result = s_x.Extract(0, 32).ShiftRightArithmetic(count).ZeroExtend(64);

        Meaning.AssertProved(Meaning.IsIn(result, run.ResultStruct), [Meaning.IsIn(s_x, run.Argument(0)), count.IsBelow(Term.Constant(32, 32))]);
    }

    /// <summary>The step of the multiplication, of which <see cref="Multiplication_TheInvariant_IsKept"/> makes the whole.</summary>
    [Fact]
    public void AddPartialProduct_AllNumbers_IncludesTheSumForTheLowestBit()
    {
        Term product = Term.Variable("product", 64);
        Execution run = Run(nameof(Tristate.AddPartialProduct));

        Term result = product + Term.If(s_x.Extract(0, 1).Is(1), s_y, Term.Constant(0, 64));

        Meaning.AssertProved(
            Meaning.IsIn(result, run.ResultStruct),
            [Meaning.IsIn(product, run.Argument(0)), Meaning.IsIn(s_x, run.Argument(1)), Meaning.IsIn(s_y, run.Argument(2))]);
    }

    /// <summary>What the loop of the multiplication keeps the same, over the integers: with p so far and x * y to come, one round later
    /// they are p + (x's lowest bit) * y and (x / 2) * (2 * y). With the step above and the proofs of the shifts, the loop is sound at
    /// 64 bits: it ends when nothing but 0 can be left of x.</summary>
    [Fact]
    public void Multiplication_TheInvariant_IsKept()
    {
        const string Text = """
            (declare-const p Int) (declare-const half Int) (declare-const bit Int) (declare-const y Int)
            (assert (or (= bit 0) (= bit 1)))
            (assert (not (= (+ p (* (+ (* 2 half) bit) y)) (+ (+ p (* bit y)) (* half (* 2 y))))))
            (check-sat)
            """;

        Assert.Equal("unsat", Z3.Check(Text));
    }

    /// <summary>The loop itself, unrolled: whole multiplications, at a width that Z3 can do.</summary>
    [Fact]
    public void Multiply_LeftOfThreeBits_IncludesTheProduct()
    {
        var machine = new SymbolicMachine { LoopLimit = 3 };
        var run = new Execution(Meaning.Method(typeof(Tristate), "op_Multiply"), machine);
        Term limit = Term.Constant(8, 64), right = Term.Constant(1 << 16, 64);

        Meaning.AssertProved(
            Meaning.IsIn(Term.Product(s_x, s_y).Extract(0, 64), run.ResultStruct) & !machine.Unfinished,
            [
                Meaning.IsIn(s_x, run.Argument(0)), Meaning.IsIn(s_y, run.Argument(1)),
                Meaning.Value(run.Argument(0)).IsBelow(limit), Meaning.Mask(run.Argument(0)).IsBelow(limit),
                Meaning.Value(run.Argument(1)).IsBelow(right), Meaning.Mask(run.Argument(1)).IsBelow(right),
            ]);
    }

    [Fact]
    public void Range_AllNumbers_IncludesAllBetween()
    {
        Execution run = Run(nameof(Tristate.Range));

        Meaning.AssertProved(Meaning.IsIn(s_x, run.ResultStruct), [run.Number(0).IsAtMost(s_x), s_x.IsAtMost(run.Number(1))]);
    }

    [Fact]
    public void Intersect_AllNumbers_IncludesWhatIsInBoth()
    {
        Execution run = Run(nameof(Tristate.Intersect));

        Meaning.AssertProved(Meaning.IsIn(s_x, run.ResultStruct), [Meaning.IsIn(s_x, run.Argument(0)), Meaning.IsIn(s_x, run.Argument(1))]);
    }

    [Fact]
    public void Unite_AllNumbers_IncludesWhatIsInOne()
    {
        Execution run = Run(nameof(Tristate.Unite));

        // That the other one includes something, too, says that no bit of it is both known and unknown.
        Meaning.AssertProved(
            Meaning.IsIn(s_x, run.ResultStruct) & Meaning.IsIn(s_y, run.ResultStruct), [Meaning.IsIn(s_x, run.Argument(0)), Meaning.IsIn(s_y, run.Argument(1))]);
    }

    [Fact]
    public void Overlaps_ANumberInBoth_IsTrue()
    {
        Execution run = Run(nameof(Tristate.Overlaps));

        Meaning.AssertProved(run.ResultNumber.IsNotZero(), [Meaning.IsIn(s_x, run.Argument(0)), Meaning.IsIn(s_x, run.Argument(1))]);
    }

    /// <summary>Of all larger numbers included it is the smallest, if there is one.</summary>
    [Fact]
    public void NextAfter_AllNumbers_LeavesNoneOut()
    {
        Execution run = Run(nameof(Tristate.NextAfter));
        Term next = run.ResultNumber;

        Meaning.AssertProved(
            Meaning.IsIn(next, run.Argument(0)) & run.Number(1).IsBelow(next) & next.IsAtMost(s_x),
            [Meaning.IsIn(s_x, run.Argument(0)), run.Number(1).IsBelow(s_x)]);
    }

    [Fact]
    public void Includes_ATristate_IsTrueOnlyIfEachOfItsNumbersIsIncluded()
    {
        var run = new Execution(Meaning.Method(typeof(Tristate), nameof(Tristate.Includes), typeof(Tristate)), new SymbolicMachine());

        Meaning.AssertProved(Meaning.IsIn(s_x, run.Argument(0)), [Meaning.IsIn(s_x, run.Argument(1)), run.ResultNumber.IsNotZero()]);
    }

    [Fact]
    public void IsAligned_True_EachNumberIsAMultiple()
    {
        Execution run = Run(nameof(Tristate.IsAligned));
        Term size = run.Number(1), below = size - Term.Constant(1, 64);

        Meaning.AssertProved(
            (s_x & below).Is(0), [Meaning.IsIn(s_x, run.Argument(0)), run.ResultNumber.IsNotZero(), !size.Is(0), (size & below).Is(0)]);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(4), InlineData(8)]
    public void Truncate_AllNumbers_IncludesTheLowBytes(int size)
    {
        var run = new Execution(Meaning.Method(typeof(Tristate), nameof(Tristate.Truncate)), new SymbolicMachine(), null, size);

        Meaning.AssertProved(Meaning.IsIn(s_x.Extract(0, 8 * size).ZeroExtend(64), run.ResultStruct), [Meaning.IsIn(s_x, run.Argument(0))]);
    }

    [Fact]
    public void WithLow32_AllNumbers_IncludesTheOneMadeOfBoth()
    {
        var run = new Execution(Meaning.Method(typeof(Tristate), nameof(Tristate.WithLow32), typeof(Tristate)), new SymbolicMachine());
        Term result = s_x.ShiftRight(Term.Constant(32, 64)).ShiftLeft(Term.Constant(32, 64)) | s_y.Extract(0, 32).ZeroExtend(64);

        Meaning.AssertProved(Meaning.IsIn(result, run.ResultStruct), [Meaning.IsIn(s_x, run.Argument(0)), Meaning.IsIn(s_y, run.Argument(1))]);
    }

    /// <summary>The control: an adder that forgets the carries is found out.</summary>
    [Fact]
    public void Operator_AddsWithoutCarries_IsRefuted()
    {
        var run = new Execution(Meaning.Method(typeof(TristateProofTests), nameof(AddWithoutCarries)), new SymbolicMachine());

        string answer = Meaning.FindCounterexample(Meaning.IsIn(s_x + s_y, run.ResultStruct), Meaning.IsIn(s_x, run.Argument(0)), Meaning.IsIn(s_y, run.Argument(1)));

        Assert.Equal("sat", answer);
    }

    private static Tristate AddWithoutCarries(Tristate left, Tristate right)
    {
        ulong unknown = left.Mask | right.Mask;
        return new((left.Value + right.Value) & ~unknown, unknown);
    }

    private static Execution Run(string name) => new(Meaning.Method(typeof(Tristate), name), new SymbolicMachine());
}
