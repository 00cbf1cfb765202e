using System.Collections.Concurrent;
using System.Diagnostics;

namespace Waggle.Verifier.Tests.Proofs;

/// <summary>An expression over bit vectors, or a truth value: width 0. Equal expressions are the same object.</summary>
/// <remarks>The constructors fold constants and little else, so that what reaches Z3 is what the code says.</remarks>
internal sealed class Term
{
    private static readonly ConcurrentDictionary<(TermKind, int, Term?, Term?, Term?, UInt128, string?), Term> s_known = new();
    private static int s_count;

    private Term(TermKind kind, int width, Term? a, Term? b, Term? c, UInt128 constant, string? name)
    {
        (Kind, Width, A, B, C, Number, Name) = (kind, width, a, b, c, constant, name);
        Id = Interlocked.Increment(ref s_count);
    }

    internal TermKind Kind { get; }

    /// <summary>Bits; 0 for a truth value.</summary>
    internal int Width { get; }

    internal Term? A { get; }
    internal Term? B { get; }
    internal Term? C { get; }

    /// <summary>The value of a constant; the lowest bit of an extract.</summary>
    internal UInt128 Number { get; }

    internal string? Name { get; }
    internal int Id { get; }

    internal bool IsConstant => Kind == TermKind.Constant;
    internal bool IsTrue => IsConstant && Width == 0 && Number == 1;
    internal bool IsFalse => IsConstant && Width == 0 && Number == 0;

    internal static Term True { get; } = Constant(1, 0);
    internal static Term False { get; } = Constant(0, 0);

    internal static Term Constant(UInt128 value, int width) => Make(TermKind.Constant, width, null, null, null, width == 0 ? value : value & MaskOf(width));
    internal static Term Variable(string name, int width) => Make(TermKind.Variable, width, null, null, null, 0, name);

    public static Term operator +(Term a, Term b) => Binary(TermKind.Add, a.Width, a, b);
    public static Term operator -(Term a, Term b) => Binary(TermKind.Subtract, a.Width, a, b);

    public static Term operator &(Term a, Term b) =>
        a.Width != 0 ? Binary(TermKind.And, a.Width, a, b) : a.IsTrue ? b : b.IsTrue || a.IsFalse ? a : b.IsFalse ? b : Binary(TermKind.And, 0, a, b);

    public static Term operator |(Term a, Term b) =>
        a.Width != 0 ? Binary(TermKind.Or, a.Width, a, b) : a.IsFalse ? b : b.IsFalse || a.IsTrue ? a : b.IsTrue ? b : Binary(TermKind.Or, 0, a, b);

    public static Term operator ^(Term a, Term b) => Binary(TermKind.Xor, a.Width, a, b);
    public static Term operator ~(Term a) => a ^ Constant(MaskOf(a.Width), a.Width);
    public static Term operator !(Term a) => a.Kind == TermKind.Not ? a.A! : Unary(TermKind.Not, 0, a);

    internal Term ShiftLeft(Term count) => Binary(TermKind.ShiftLeft, Width, this, count);
    internal Term ShiftRight(Term count) => Binary(TermKind.ShiftRight, Width, this, count);
    internal Term ShiftRightArithmetic(Term count) => Binary(TermKind.ShiftRightArithmetic, Width, this, count);
    internal Term Extract(int low, int width) => low == 0 && width == Width ? this : Unary(TermKind.Extract, width, this, (UInt128)low);
    internal Term ZeroExtend(int width) => width == Width ? this : Unary(TermKind.ZeroExtend, width, this);
    internal Term SignExtend(int width) => width == Width ? this : Unary(TermKind.SignExtend, width, this);

    internal Term Is(Term other) => ReferenceEquals(this, other) ? True : Binary(TermKind.Equal, 0, this, other);
    internal Term Is(ulong value) => Is(Constant(value, Width));
    internal Term IsBelow(Term other) => Binary(TermKind.LessUnsigned, 0, this, other);
    internal Term IsAtMost(Term other) => !other.IsBelow(this);
    internal Term IsLess(Term other) => Binary(TermKind.LessSigned, 0, this, other);
    internal Term IsNoMore(Term other) => !other.IsLess(this);
    internal Term Implies(Term other) => !this | other;

    internal static Term Product(Term a, Term b) => Binary(TermKind.Product, 2 * a.Width, a, b);
    internal static Term SignedProduct(Term a, Term b) => Binary(TermKind.SignedProduct, 2 * a.Width, a, b);

    internal static Term If(Term condition, Term then, Term otherwise)
    {
        if (condition.IsConstant || ReferenceEquals(then, otherwise))
            return condition.IsFalse ? otherwise : then;
        return Make(TermKind.If, then.Width, condition, then, otherwise);
    }

    /// <summary>The truth of "not 0", undoing how IL says truth.</summary>
    internal Term IsNotZero()
    {
        if (Kind == TermKind.If && B!.IsConstant && C!.IsConstant)
            return B.Number != 0 ? C.Number != 0 ? True : A! : C.Number != 0 ? !A! : False;
        return !Is(0);
    }

    /// <summary>What it comes to, given its variables.</summary>
    internal UInt128 Evaluate(IReadOnlyDictionary<string, UInt128> variables, Dictionary<Term, UInt128> known)
    {
        if (known.TryGetValue(this, out UInt128 value))
            return value;
        value = Kind switch
        {
            TermKind.Constant => Number,
            TermKind.Variable => variables[Name!],
            TermKind.If => A!.Evaluate(variables, known) != 0 ? B!.Evaluate(variables, known) : C!.Evaluate(variables, known),
            _ => Compute(Kind, Width, A!.Width, A.Evaluate(variables, known), B?.Evaluate(variables, known) ?? 0, Number),
        };
        return known[this] = value;
    }

    private static UInt128 Compute(TermKind kind, int width, int operandWidth, UInt128 a, UInt128 b, UInt128 number)
    {
        UInt128 mask = MaskOf(width);
        return kind switch
        {
            TermKind.Add => (a + b) & mask,
            TermKind.Subtract => (a - b) & mask,
            TermKind.And => a & b,
            TermKind.Or => a | b,
            TermKind.Xor => a ^ b,
            TermKind.ShiftLeft => b >= (UInt128)width ? 0 : (a << (int)b) & mask,
            TermKind.ShiftRight => b >= (UInt128)width ? 0 : a >> (int)b,
            TermKind.ShiftRightArithmetic => (UInt128)(Signed(a, width) >> (int)UInt128.Min(b, (UInt128)width - 1)) & mask,
            TermKind.Extract => (a >> (int)number) & mask,
            TermKind.ZeroExtend => a,
            TermKind.SignExtend => (UInt128)Signed(a, operandWidth) & mask,
            TermKind.Equal => a == b ? 1 : (UInt128)0,
            TermKind.LessUnsigned => a < b ? 1 : (UInt128)0,
            TermKind.LessSigned => Signed(a, operandWidth) < Signed(b, operandWidth) ? 1 : (UInt128)0,
            TermKind.Not => 1 - a,
            TermKind.Product => a * b,
            TermKind.SignedProduct => (UInt128)(Signed(a, operandWidth) * Signed(b, operandWidth)) & mask,
            _ => throw new UnreachableException(),
        };
    }

    private static Int128 Signed(UInt128 value, int width) => (Int128)(value << (128 - width)) >> (128 - width);

    private static UInt128 MaskOf(int width) => width == 0 ? 1 : UInt128.MaxValue >> (128 - width);

    private static Term Unary(TermKind kind, int width, Term a, UInt128 number = default) => a.IsConstant
        ? Constant(Compute(kind, width, a.Width, a.Number, 0, number), width)
        : Make(kind, width, a, null, null, number);

    private static Term Binary(TermKind kind, int width, Term a, Term b)
    {
        if (a.Width != b.Width)
            throw new ArgumentException($"{kind} of {a.Width} and {b.Width} bits");
        return a.IsConstant && b.IsConstant ? Constant(Compute(kind, width, a.Width, a.Number, b.Number, 0), width) : Make(kind, width, a, b, null);
    }

    private static Term Make(TermKind kind, int width, Term? a, Term? b, Term? c, UInt128 number = default, string? name = null) =>
        s_known.GetOrAdd((kind, width, a, b, c, number, name), static key => new(key.Item1, key.Item2, key.Item3, key.Item4, key.Item5, key.Item6, key.Item7));
}
