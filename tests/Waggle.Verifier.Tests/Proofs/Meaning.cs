using System.Reflection;
using Waggle.Bpf.Instructions;
using Waggle.Verifier.Numbers;

namespace Waggle.Verifier.Tests.Proofs;

/// <summary>What proofs are about: which numbers a tristate or a scalar stands for, and what BPF's operations do to numbers. Written apart
/// from the code that is proved.</summary>
internal static class Meaning
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    internal static MethodBase Method(Type type, string name, params Type[] parameters) =>
        (parameters.Length == 0 ? type.GetMethod(name, Any) : type.GetMethod(name, Any, parameters)) ?? throw new MissingMethodException(type.Name, name);

    internal static Term Value(Value.Struct tristate) => tristate.Term("<Value>k__BackingField");

    internal static Term Mask(Value.Struct tristate) => tristate.Term("<Mask>k__BackingField");

    /// <summary>The known bits of the number are those of the tristate.</summary>
    internal static Term IsIn(Term number, Value.Struct set)
    {
        if (set.Type == typeof(Tristate))
            return (number & ~Mask(set)).Is(Value(set));
        Term low = number.Extract(0, 32);
        return IsIn(number, (Value.Struct)set["Bits"])
            & set.Term("UMin").IsAtMost(number) & number.IsAtMost(set.Term("UMax"))
            & set.Term("SMin").IsNoMore(number) & number.IsNoMore(set.Term("SMax"))
            & set.Term("U32Min").IsAtMost(low) & low.IsAtMost(set.Term("U32Max"))
            & set.Term("S32Min").IsNoMore(low) & low.IsNoMore(set.Term("S32Max"));
    }

    /// <summary>What an instruction makes of two numbers (RFC 9669 section 4.1).</summary>
    internal static Term Apply(AluOperation operation, bool is64, Term left, Term right)
    {
        if (!is64)
            (left, right) = (left.Extract(0, 32), right.Extract(0, 32));
        Term count = right & Term.Constant(is64 ? 63u : 31u, right.Width);
        Term result = operation switch
        {
            AluOperation.Add => left + right,
            AluOperation.Subtract => left - right,
            AluOperation.And => left & right,
            AluOperation.Or => left | right,
            AluOperation.Xor => left ^ right,
            AluOperation.Negate => Term.Constant(0, left.Width) - left,
            AluOperation.ShiftLeft => left.ShiftLeft(count),
            AluOperation.ShiftRight => left.ShiftRight(count),
            AluOperation.ShiftRightArithmetic => left.ShiftRightArithmetic(count),
            AluOperation.Multiply => Term.Product(left.ZeroExtend(64), right.ZeroExtend(64)).Extract(0, left.Width),
            AluOperation.Move => right,
            _ => Term.Variable("anything", left.Width), // more than division, modulo and byte swap can give
        };
        return result.ZeroExtend(64);
    }

    /// <summary>The bytes in reverse order.</summary>
    internal static Term ReverseBytes(Term number)
    {
        Term reversed = Term.Constant(0, number.Width);
        for (int bit = 0; bit < number.Width; bit += 8)
            reversed |= number.Extract(bit, 8).ZeroExtend(number.Width).ShiftLeft(Term.Constant((UInt128)(number.Width - 8 - bit), number.Width));
        return reversed;
    }

    /// <summary>When a jump is taken (RFC 9669 section 4.3).</summary>
    internal static Term Holds(JumpOperation operation, bool is32, Term left, Term right)
    {
        if (is32)
            (left, right) = (left.Extract(0, 32), right.Extract(0, 32));
        return operation switch
        {
            JumpOperation.Equal => left.Is(right),
            JumpOperation.NotEqual => !left.Is(right),
            JumpOperation.AnyBitSet => !(left & right).Is(0),
            JumpOperation.LessUnsigned => left.IsBelow(right),
            JumpOperation.LessOrEqualUnsigned => left.IsAtMost(right),
            JumpOperation.GreaterUnsigned => right.IsBelow(left),
            JumpOperation.GreaterOrEqualUnsigned => right.IsAtMost(left),
            JumpOperation.LessSigned => left.IsLess(right),
            JumpOperation.LessOrEqualSigned => left.IsNoMore(right),
            JumpOperation.GreaterSigned => right.IsLess(left),
            JumpOperation.GreaterOrEqualSigned => right.IsNoMore(left),
            _ => throw new ArgumentOutOfRangeException(nameof(operation)),
        };
    }

    /// <summary>Lets Z3 look for a case in which the assumptions are true and the claim is not: there must be none.</summary>
    /// <remarks>One part of the claim after the other: several small proofs take far less time than a large one.</remarks>
    internal static void AssertProved(Term claim, IEnumerable<Term> assumptions, bool productsAreFunctions = false)
    {
        Term[] known = [.. assumptions], parts = [.. PartsOf(claim).Where(part => !part.IsTrue)];
        if (parts.Length == 0)
            return;
        IEnumerable<string> questions = parts.Select(part => Question(part, known, productsAreFunctions));

        string[] answers = Z3.Check(string.Join("(reset)\n", questions)).Split('\n');

        Assert.Equal(parts.Select(_ => "unsat"), answers);
    }

    /// <summary>Looks for such a case.</summary>
    /// <returns>"sat" if there is one.</returns>
    internal static string FindCounterexample(Term claim, params Term[] assumptions) => Z3.Check(Question(claim, assumptions, productsAreFunctions: false));

    private static string Question(Term claim, Term[] assumptions, bool productsAreFunctions)
    {
        var text = new SmtText(productsAreFunctions);
        foreach (Term assumption in assumptions)
            text.Assert(assumption);
        text.Assert(!claim);
        return text.ToString();
    }

    private static IEnumerable<Term> PartsOf(Term claim) => claim switch
    {
        { Kind: TermKind.And, Width: 0 } => [.. PartsOf(claim.A!), .. PartsOf(claim.B!)],
        // "if a, then b and c" is "if a, then b" and "if a, then c".
        { Kind: TermKind.Or, Width: 0, B.Kind: TermKind.And } => PartsOf(claim.B).Select(part => claim.A! | part),
        _ => [claim],
    };
}
