namespace Waggle.Verifier.Numbers;

/// <content>Shifts by a known count, less than the width: the caller has seen to that.</content>
internal static partial class Arithmetic
{
    private static void ShiftLeft(ref Scalar left, in Scalar right, bool is64)
    {
        if (is64)
            ShiftLeft64(ref left, (int)right.UMin);
        else
            ShiftLeft32(ref left, (int)right.U32Min);
    }

    /// <summary><c>scalar_min_max_lsh</c></summary>
    private static void ShiftLeft64(ref Scalar left, int count)
    {
        // By 32 is how compilers begin to extend a sign, and keeps that of the low half.
        left.SMin = count == 32 ? (long)left.S32Min << 32 : long.MinValue;
        left.SMax = count == 32 ? (long)left.S32Max << 32 : long.MaxValue;
        if (left.UMax > 1UL << (63 - count))
            (left.UMin, left.UMax) = (0, ulong.MaxValue);
        else
            (left.UMin, left.UMax) = (left.UMin << count, left.UMax << count);
        ShiftLeftRanges32(ref left, count);
        left.Bits = left.Bits.ShiftLeft(count);
        left.DeduceFromBits();
    }

    /// <summary><c>scalar32_min_max_lsh</c></summary>
    private static void ShiftLeft32(ref Scalar left, int count)
    {
        ShiftLeftRanges32(ref left, count);
        left.Bits = left.Bits.Low32.ShiftLeft(count).Low32;
        left.ForgetRanges64();
        left.DeduceFromBits32();
    }

    /// <summary><c>__scalar32_min_max_lsh</c></summary>
    private static void ShiftLeftRanges32(ref Scalar left, int count)
    {
        (left.S32Min, left.S32Max) = (int.MinValue, int.MaxValue);
        if (count > 31 || left.U32Max > 1U << (31 - count))
            (left.U32Min, left.U32Max) = (0, uint.MaxValue);
        else
            (left.U32Min, left.U32Max) = (left.U32Min << count, left.U32Max << count);
    }

    private static void ShiftRight(ref Scalar left, in Scalar right, bool is64)
    {
        if (is64)
            ShiftRight64(ref left, (int)right.UMin);
        else
            ShiftRight32(ref left, (int)right.U32Min);
    }

    /// <summary><c>scalar_min_max_rsh</c>: of the signed ranges nothing is left but what the unsigned one says.</summary>
    private static void ShiftRight64(ref Scalar left, int count)
    {
        (left.SMin, left.SMax) = (long.MinValue, long.MaxValue);
        left.Bits = left.Bits.ShiftRight(count);
        left.UMin >>= count;
        left.UMax >>= count;
        left.ForgetRanges32(); // bits come in from the upper half
        left.DeduceFromBits();
    }

    /// <summary><c>scalar32_min_max_rsh</c></summary>
    private static void ShiftRight32(ref Scalar left, int count)
    {
        (left.S32Min, left.S32Max) = (int.MinValue, int.MaxValue);
        left.Bits = left.Bits.Low32.ShiftRight(count);
        left.U32Min >>= count;
        left.U32Max >>= count;
        left.ForgetRanges64();
        left.DeduceFromBits32();
    }

    private static void ShiftRightArithmetic(ref Scalar left, in Scalar right, bool is64)
    {
        if (is64)
            ShiftRightArithmetic64(ref left, (int)right.UMin);
        else
            ShiftRightArithmetic32(ref left, (int)right.U32Min);
    }

    /// <summary><c>scalar_min_max_arsh</c>: of the unsigned ranges nothing is left but what the bits say.</summary>
    private static void ShiftRightArithmetic64(ref Scalar left, int count)
    {
        left.SMin >>= count;
        left.SMax >>= count;
        left.Bits = left.Bits.ShiftRightArithmetic(count);
        (left.UMin, left.UMax) = (0, ulong.MaxValue);
        left.ForgetRanges32();
        left.DeduceFromBits();
    }

    /// <summary><c>scalar32_min_max_arsh</c></summary>
    private static void ShiftRightArithmetic32(ref Scalar left, int count)
    {
        left.S32Min >>= count;
        left.S32Max >>= count;
        left.Bits = left.Bits.ShiftRightArithmetic32(count);
        (left.U32Min, left.U32Max) = (0, uint.MaxValue);
        left.ForgetRanges64();
        left.DeduceFromBits32();
    }
}
