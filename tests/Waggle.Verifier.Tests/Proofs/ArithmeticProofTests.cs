using Waggle.Bpf.Instructions;
using Waggle.Verifier.Numbers;

namespace Waggle.Verifier.Tests.Proofs;

/// <summary>Arithmetic on scalars proved for all pairs of 64-bit numbers: the result is in the scalar that the shipped
/// <see cref="Arithmetic.Apply"/> makes. <see cref="Scalar.Sync"/> is put in as what <see cref="ScalarProofTests"/> proves of it.</summary>
public class ArithmeticProofTests
{
    public ArithmeticProofTests() => Z3.RequireTime();

    private static readonly Term s_x = Term.Variable("x", 64), s_y = Term.Variable("y", 64);

    public static MatrixTheoryData<AluOperation, bool> Operations => new(Enum.GetValues<AluOperation>().Where(o => o != AluOperation.Multiply), [false, true]);

    [Theory, MemberData(nameof(Operations))]
    public void Apply_AllNumbers_IncludesTheResult(AluOperation operation, bool is64)
    {
        Term result = Meaning.Apply(operation, is64, s_x, s_y);
        var lemmas = new Lemmas();
        var machine = new SymbolicMachine();
        machine.Replace(Meaning.Method(typeof(Scalar), nameof(Scalar.Sync)), lemmas.Keeps(result));

        var run = new Execution(Meaning.Method(typeof(Arithmetic), nameof(Arithmetic.Apply)), machine, operation, is64);

        Term[] assumptions = [Meaning.IsIn(s_x, run.Argument(2)), Meaning.IsIn(s_y, run.Argument(3)), .. lemmas.Assumptions];
        Meaning.AssertProved(Meaning.IsIn(result, run.Changed(2)), assumptions);
        if (operation is not (AluOperation.ShiftLeft or AluOperation.ShiftRight or AluOperation.ShiftRightArithmetic))
        {
            Meaning.AssertProved(lemmas.Obligations, assumptions);
            return;
        }
        // What is shifted by is known to the code and less than the width. So: one count after the other.
        Term width = Term.Constant(is64 ? 64u : 32u, 64), count = is64 ? run.Argument(3).Term("UMin") : run.Argument(3).Term("U32Min").ZeroExtend(64);
        Meaning.AssertProved(lemmas.Condition.Implies(s_y.IsBelow(width) & count.Is(s_y)), assumptions);
        for (ulong known = 0; known < width.Number; known++)
            Meaning.AssertProved(lemmas.Obligations, [s_y.Is(known), is64 ? count.Is(known) : run.Argument(3).Term("U32Min").Is(known), .. assumptions]);
    }

    /// <summary>Products of 64 bits are too hard to multiply out, so Z3 takes them for a function of which it knows no more than
    /// what is asserted: the order of products (<see cref="Products_KeepOrder"/>) and that a product's low bits are the product of the low bits.
    /// That is enough, at all 64 bits.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public void Apply_MultiplyOfAllNumbers_IncludesTheResult(bool is64)
    {
        Term result = Meaning.Apply(AluOperation.Multiply, is64, s_x, s_y), whole = Term.Product(s_x, s_y).Extract(0, 64);
        var lemmas = new Lemmas();
        var machine = new SymbolicMachine();
        // Of the whole 64 bits even where the instruction has 32: those above are cleared afterwards.
        machine.Replace(Meaning.Method(typeof(Tristate), "op_Multiply"), lemmas.Gives(s_x, s_y, whole));
        machine.Replace(Meaning.Method(typeof(Scalar), nameof(Scalar.Sync)), lemmas.Keeps(result));

        var run = new Execution(Meaning.Method(typeof(Arithmetic), nameof(Arithmetic.Apply)), machine, AluOperation.Multiply, is64);

        Value.Struct left = run.Argument(2), right = run.Argument(3);
        Meaning.AssertProved(
            lemmas.Obligations & Meaning.IsIn(result, run.Changed(2)),
            [Meaning.IsIn(s_x, left), Meaning.IsIn(s_y, right), .. lemmas.Assumptions, .. FactsOfProducts(left, right)],
            productsAreFunctions: true);
    }

    private static IEnumerable<Term> FactsOfProducts(Value.Struct left, Value.Struct right)
    {
        Term low = s_x.Extract(0, 32), otherLow = s_y.Extract(0, 32), product = Term.Product(s_x, s_y);
        // Unsigned, of all 64 bits.
        yield return Term.Product(left.Term("UMin"), right.Term("UMin")).IsAtMost(product);
        yield return product.IsAtMost(Term.Product(left.Term("UMax"), right.Term("UMax")));
        // Unsigned, of the low halves: 64 bits hold the product.
        Term lowProduct = Term.Product(low.ZeroExtend(64), otherLow.ZeroExtend(64));
        Term least = Term.Product(left.Term("U32Min").ZeroExtend(64), right.Term("U32Min").ZeroExtend(64));
        Term most = Term.Product(left.Term("U32Max").ZeroExtend(64), right.Term("U32Max").ZeroExtend(64));
        yield return least.IsAtMost(lowProduct) & lowProduct.IsAtMost(most) & most.Extract(64, 64).Is(0);
        // Signed, of all 64 bits: the whole product has the low half of the unsigned one.
        Term signed = Term.SignedProduct(s_x, s_y);
        yield return signed.Extract(0, 64).Is(product.Extract(0, 64));
        yield return IsBetweenCorners(signed, Corners(left.Term("SMin"), left.Term("SMax"), right.Term("SMin"), right.Term("SMax"), Term.SignedProduct));
        // Signed, of the low halves, which the code multiplies as 64-bit numbers: those hold the product.
        Term lowSigned = Term.Product(low.SignExtend(64), otherLow.SignExtend(64)).Extract(0, 64);
        yield return IsBetweenCorners(lowSigned, Corners(
            left.Term("S32Min").SignExtend(64), left.Term("S32Max").SignExtend(64), right.Term("S32Min").SignExtend(64), right.Term("S32Max").SignExtend(64),
            (a, b) => Term.Product(a, b).Extract(0, 64)));
        // Low bits of a product come of low bits alone.
        yield return lowProduct.Extract(0, 32).Is(product.Extract(0, 32)) & lowSigned.Extract(0, 32).Is(product.Extract(0, 32));
    }

    private static Term[] Corners(Term min, Term max, Term otherMin, Term otherMax, Func<Term, Term, Term> multiply) =>
        [multiply(min, otherMin), multiply(min, otherMax), multiply(max, otherMin), multiply(max, otherMax)];

    private static Term IsBetweenCorners(Term product, Term[] corners) =>
        corners.Select(corner => corner.IsNoMore(product)).Aggregate((a, b) => a | b) & corners.Select(product.IsNoMore).Aggregate((a, b) => a | b);

    /// <summary>The order that the proof above takes for granted, for all real numbers: a product lies between the products of the
    /// ranges' ends.</summary>
    [Theory]
    [InlineData("(and (<= 0 a) (<= 0 c))", "(and (<= (* a c) (* x y)) (<= (* x y) (* b d)))")]
    [InlineData("true", "(or (<= (* a c) (* x y)) (<= (* a d) (* x y)) (<= (* b c) (* x y)) (<= (* b d) (* x y)))")]
    [InlineData("true", "(or (>= (* a c) (* x y)) (>= (* a d) (* x y)) (>= (* b c) (* x y)) (>= (* b d) (* x y)))")]
    public void Products_KeepOrder(string assumption, string claim)
    {
        string text = $"""
            (declare-const a Real) (declare-const b Real) (declare-const c Real) (declare-const d Real) (declare-const x Real) (declare-const y Real)
            (assert (and (<= a x) (<= x b) (<= c y) (<= y d) {assumption}))
            (assert (not {claim}))
            (check-sat)
            """;

        Assert.Equal("unsat", Z3.Check(text));
    }

    /// <summary>The facts about low bits, multiplied out, where Z3 can: the low half of a product of 12 bits, zero- or sign-extended or
    /// not, is the product of the low halves. (That the low n bits of a product depend on nothing else holds in any ring.)</summary>
    [Fact]
    public void Products_LowBits_ComeOfLowBits()
    {
        Term x = Term.Variable("narrow", 12), y = Term.Variable("other", 12), low = x.Extract(0, 6), otherLow = y.Extract(0, 6);

        Term product = Term.Product(x, y).Extract(0, 6);

        Meaning.AssertProved(
            Term.Product(low.ZeroExtend(12), otherLow.ZeroExtend(12)).Extract(0, 6).Is(product)
            & Term.Product(low.SignExtend(12), otherLow.SignExtend(12)).Extract(0, 6).Is(product)
            & Term.SignedProduct(x, y).Extract(0, 12).Is(Term.Product(x, y).Extract(0, 12)),
            []);
    }

    public static MatrixTheoryData<int, bool> Swaps => new([16, 32, 64], [false, true]);

    [Theory, MemberData(nameof(Swaps))]
    public void SwapBytes_AllNumbers_IncludesTheResult(int bits, bool isSwapped)
    {
        Term low = s_x.Extract(0, bits), result = (isSwapped ? Meaning.ReverseBytes(low) : low).ZeroExtend(64);
        var lemmas = new Lemmas();
        var machine = new SymbolicMachine();
        machine.Replace(Meaning.Method(typeof(Scalar), nameof(Scalar.Sync)), lemmas.Keeps(result));

        var run = new Execution(Meaning.Method(typeof(Arithmetic), nameof(Arithmetic.SwapBytes)), machine, null, bits, isSwapped);

        Meaning.AssertProved(lemmas.Obligations & Meaning.IsIn(result, run.Changed(0)), [Meaning.IsIn(s_x, run.Argument(0)), .. lemmas.Assumptions]);
    }

    /// <summary>Where a state is split, each number is in one of both.</summary>
    [Theory, InlineData(AluOperation.And), InlineData(AluOperation.Or), InlineData(AluOperation.Xor)]
    public void Splits_AllNumbers_AreInOneState(AluOperation operation)
    {
        var run = new Execution(Meaning.Method(typeof(Arithmetic), nameof(Arithmetic.Splits)), new SymbolicMachine(), operation);
        Term isZero = run.ResultNumber.IsNotZero() & s_x.Extract(0, 1).Is(0);

        // Where it is split, 0 is in the other state and -1 in this one.
        Meaning.AssertProved(
            isZero.Implies(Meaning.IsIn(s_x, run.Changed(3))) & (!isZero).Implies(Meaning.IsIn(s_x, run.Changed(1))), [Meaning.IsIn(s_x, run.Argument(1))]);
    }
}
