using Waggle.Bpf.Instructions;

namespace Waggle.Verifier.Numbers;

/// <summary>Comparisons of two numbers: how they end, and what each way of ending says about the numbers.</summary>
/// <remarks>Algorithms of <c>kernel/bpf/verifier.c</c>, Linux 6.18.</remarks>
internal static partial class Comparison
{
    /// <summary>Foresees a conditional jump (<c>is_scalar_branch_taken</c>).</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand: the source register, or the immediate with its sign extended.</param>
    /// <param name="operation">A comparison; of any other jump nothing is known.</param>
    /// <param name="is32">Whether it is of class JMP32.</param>
    /// <returns>1: the jump is always taken. 0: never. -1: it may be, or not.</returns>
    public static int Outcome(in Scalar left, in Scalar right, JumpOperation operation, bool is32) => operation switch
    {
        JumpOperation.Equal => IsEqual(left, right, is32),
        JumpOperation.NotEqual => Not(IsEqual(left, right, is32)),
        JumpOperation.AnyBitSet => IsAnyBitSet(left, right, is32),
        JumpOperation.LessUnsigned => IsLessUnsigned(left, right, is32),
        JumpOperation.GreaterUnsigned => IsLessUnsigned(right, left, is32),
        JumpOperation.LessOrEqualUnsigned => Not(IsLessUnsigned(right, left, is32)),
        JumpOperation.GreaterOrEqualUnsigned => Not(IsLessUnsigned(left, right, is32)),
        JumpOperation.LessSigned => IsLessSigned(left, right, is32),
        JumpOperation.GreaterSigned => IsLessSigned(right, left, is32),
        JumpOperation.LessOrEqualSigned => Not(IsLessSigned(right, left, is32)),
        JumpOperation.GreaterOrEqualSigned => Not(IsLessSigned(left, right, is32)),
        _ => -1,
    };

    private static int Not(int outcome) => outcome < 0 ? outcome : 1 - outcome;

    private static int IsEqual(in Scalar left, in Scalar right, bool is32)
    {
        Tristate leftBits = is32 ? left.Bits.Low32 : left.Bits, rightBits = is32 ? right.Bits.Low32 : right.Bits;
        if (leftBits.IsConstant && rightBits.IsConstant)
            return leftBits.Value == rightBits.Value ? 1 : 0;
        if (!leftBits.Overlaps(rightBits))
            return 0;
        // Numbers that differ in their low halves differ.
        bool isApart = left.U32Min > right.U32Max || left.U32Max < right.U32Min || left.S32Min > right.S32Max || left.S32Max < right.S32Min;
        if (!is32)
            isApart |= left.UMin > right.UMax || left.UMax < right.UMin || left.SMin > right.SMax || left.SMax < right.SMin;
        return isApart ? 0 : -1;
    }

    private static int IsAnyBitSet(in Scalar left, in Scalar right, bool is32)
    {
        Tristate bits = is32 ? left.Bits.Low32 : left.Bits, mask = is32 ? right.Bits.Low32 : right.Bits;
        if (!mask.IsConstant)
            (bits, mask) = (mask, bits);
        if (!mask.IsConstant)
            return -1;
        if ((bits.Value & mask.Value) != 0)
            return 1;
        return (bits.Max & mask.Value) == 0 ? 0 : -1;
    }

    private static int IsLessUnsigned(in Scalar left, in Scalar right, bool is32)
    {
        if (is32)
            return left.U32Max < right.U32Min ? 1 : left.U32Min >= right.U32Max ? 0 : -1;
        return left.UMax < right.UMin ? 1 : left.UMin >= right.UMax ? 0 : -1;
    }

    private static int IsLessSigned(in Scalar left, in Scalar right, bool is32)
    {
        if (is32)
            return left.S32Max < right.S32Min ? 1 : left.S32Min >= right.S32Max ? 0 : -1;
        return left.SMax < right.SMin ? 1 : left.SMin >= right.SMax ? 0 : -1;
    }
}
