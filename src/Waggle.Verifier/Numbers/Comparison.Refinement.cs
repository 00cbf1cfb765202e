using System.Numerics;
using Waggle.Bpf.Instructions;

namespace Waggle.Verifier.Numbers;

/// <content>What a comparison says about its operands.</content>
internal static partial class Comparison
{
    /// <summary>Narrows both operands of a conditional jump, for the state where it is taken and for the one where it is not
    /// (<c>reg_set_min_max</c>). Call it where <see cref="Outcome"/> is -1.</summary>
    /// <param name="trueLeft">Left operand where it is taken.</param>
    /// <param name="trueRight">Right operand where it is taken.</param>
    /// <param name="falseLeft">Left operand where it is not taken.</param>
    /// <param name="falseRight">Right operand where it is not taken.</param>
    /// <param name="operation">A comparison; other jumps change nothing.</param>
    /// <param name="is32">Whether it is of class JMP32.</param>
    /// <returns>Whether all four are still consistent. Those that are not have lost their ranges, as in the kernel: there no number is
    /// left, so nothing is wrong with it.</returns>
    public static bool Refine(
        ref Scalar trueLeft, ref Scalar trueRight, ref Scalar falseLeft, ref Scalar falseRight, JumpOperation operation, bool is32)
    {
        Assume(ref falseLeft, ref falseRight, operation, is32, holds: false);
        Assume(ref trueLeft, ref trueRight, operation, is32, holds: true);
        return trueLeft.RestoreConsistency() & trueRight.RestoreConsistency()
            & falseLeft.RestoreConsistency() & falseRight.RestoreConsistency();
    }

    /// <summary>Narrows both operands by what is known after a comparison (<c>regs_refine_cond_op</c>, <c>reg_bounds_sync</c>).</summary>
    internal static void Assume(ref Scalar left, ref Scalar right, JumpOperation operation, bool is32, bool holds)
    {
        // A comparison that does not hold is the opposite one that does; "greater" is "less" the other way round.
        switch (operation)
        {
            case JumpOperation.Equal when holds:
            case JumpOperation.NotEqual when !holds:
                AssumeEqual(ref left, ref right, is32);
                break;
            case JumpOperation.NotEqual:
            case JumpOperation.Equal:
                AssumeNotEqual(ref left, ref right, is32);
                break;
            case JumpOperation.AnyBitSet:
                AssumeBits(ref left, ref right, is32, holds);
                break;
            case JumpOperation.LessUnsigned when holds:
            case JumpOperation.GreaterOrEqualUnsigned when !holds:
                AssumeLessUnsigned(ref left, ref right, is32);
                break;
            case JumpOperation.GreaterUnsigned when holds:
            case JumpOperation.LessOrEqualUnsigned when !holds:
                AssumeLessUnsigned(ref right, ref left, is32);
                break;
            case JumpOperation.LessOrEqualUnsigned:
            case JumpOperation.GreaterUnsigned:
                AssumeLessOrEqualUnsigned(ref left, ref right, is32);
                break;
            case JumpOperation.GreaterOrEqualUnsigned:
            case JumpOperation.LessUnsigned:
                AssumeLessOrEqualUnsigned(ref right, ref left, is32);
                break;
            case JumpOperation.LessSigned when holds:
            case JumpOperation.GreaterOrEqualSigned when !holds:
                AssumeLessSigned(ref left, ref right, is32);
                break;
            case JumpOperation.GreaterSigned when holds:
            case JumpOperation.LessOrEqualSigned when !holds:
                AssumeLessSigned(ref right, ref left, is32);
                break;
            case JumpOperation.LessOrEqualSigned:
            case JumpOperation.GreaterSigned:
                AssumeLessOrEqualSigned(ref left, ref right, is32);
                break;
            case JumpOperation.GreaterOrEqualSigned:
            case JumpOperation.LessSigned:
                AssumeLessOrEqualSigned(ref right, ref left, is32);
                break;
        }
        left.Sync();
        right.Sync();
    }

    private static void AssumeEqual(ref Scalar left, ref Scalar right, bool is32)
    {
        if (is32)
        {
            left.U32Min = right.U32Min = Math.Max(left.U32Min, right.U32Min);
            left.U32Max = right.U32Max = Math.Min(left.U32Max, right.U32Max);
            left.S32Min = right.S32Min = Math.Max(left.S32Min, right.S32Min);
            left.S32Max = right.S32Max = Math.Min(left.S32Max, right.S32Max);
            Tristate low = left.Bits.Low32.Intersect(right.Bits.Low32);
            left.Bits = left.Bits.WithLow32(low);
            right.Bits = right.Bits.WithLow32(low);
        }
        else
        {
            left.UMin = right.UMin = Math.Max(left.UMin, right.UMin);
            left.UMax = right.UMax = Math.Min(left.UMax, right.UMax);
            left.SMin = right.SMin = Math.Max(left.SMin, right.SMin);
            left.SMax = right.SMax = Math.Min(left.SMax, right.SMax);
            left.Bits = right.Bits = left.Bits.Intersect(right.Bits);
        }
    }

    /// <summary>Takes a constant off an end of the other range.</summary>
    /// <remarks>No end can wrap round: a range of this one number would have decided the comparison.</remarks>
    private static void AssumeNotEqual(ref Scalar left, ref Scalar right, bool is32)
    {
        if (right.IsConstantIn(is32))
            Exclude(ref left, right.Value, is32);
        else if (left.IsConstantIn(is32))
            Exclude(ref right, left.Value, is32);
    }

    private static void Exclude(ref Scalar number, ulong value, bool is32)
    {
        if (is32)
        {
            if (number.U32Min == (uint)value)
                number.U32Min++;
            if (number.U32Max == (uint)value)
                number.U32Max--;
            if (number.S32Min == (int)value)
                number.S32Min++;
            if (number.S32Max == (int)value)
                number.S32Max--;
        }
        else
        {
            if (number.UMin == value)
                number.UMin++;
            if (number.UMax == value)
                number.UMax--;
            if (number.SMin == (long)value)
                number.SMin++;
            if (number.SMax == (long)value)
                number.SMax--;
        }
    }

    private static void AssumeBits(ref Scalar left, ref Scalar right, bool is32, bool anySet)
    {
        if (right.IsConstantIn(is32))
            SetBits(ref left, is32 ? (uint)right.Value : right.Value, is32, anySet);
        else if (left.IsConstantIn(is32))
            SetBits(ref right, is32 ? (uint)left.Value : left.Value, is32, anySet);
    }

    /// <summary>"None is set" says it of each bit, "any is set" only if there is but one.</summary>
    private static void SetBits(ref Scalar number, ulong mask, bool is32, bool anySet)
    {
        if (anySet)
        {
            if (BitOperations.IsPow2(mask))
                number.Bits |= Tristate.Constant(mask);
            return;
        }
        // Linux 6.17: on a branch that is never taken the ranges would contradict the bits.
        number.ForgetRanges();
        number.Bits &= Tristate.Constant(is32 ? ~(ulong)(uint)mask : ~mask);
    }

    private static void AssumeLessOrEqualUnsigned(ref Scalar less, ref Scalar more, bool is32)
    {
        if (is32)
        {
            less.U32Max = Math.Min(less.U32Max, more.U32Max);
            more.U32Min = Math.Max(less.U32Min, more.U32Min);
        }
        else
        {
            less.UMax = Math.Min(less.UMax, more.UMax);
            more.UMin = Math.Max(less.UMin, more.UMin);
        }
    }

    private static void AssumeLessUnsigned(ref Scalar less, ref Scalar more, bool is32)
    {
        if (is32)
        {
            less.U32Max = Math.Min(less.U32Max, more.U32Max - 1);
            more.U32Min = Math.Max(less.U32Min + 1, more.U32Min);
        }
        else
        {
            less.UMax = Math.Min(less.UMax, more.UMax - 1);
            more.UMin = Math.Max(less.UMin + 1, more.UMin);
        }
    }

    private static void AssumeLessOrEqualSigned(ref Scalar less, ref Scalar more, bool is32)
    {
        if (is32)
        {
            less.S32Max = Math.Min(less.S32Max, more.S32Max);
            more.S32Min = Math.Max(less.S32Min, more.S32Min);
        }
        else
        {
            less.SMax = Math.Min(less.SMax, more.SMax);
            more.SMin = Math.Max(less.SMin, more.SMin);
        }
    }

    private static void AssumeLessSigned(ref Scalar less, ref Scalar more, bool is32)
    {
        if (is32)
        {
            less.S32Max = Math.Min(less.S32Max, more.S32Max - 1);
            more.S32Min = Math.Max(less.S32Min + 1, more.S32Min);
        }
        else
        {
            less.SMax = Math.Min(less.SMax, more.SMax - 1);
            more.SMin = Math.Max(less.SMin + 1, more.SMin);
        }
    }
}
