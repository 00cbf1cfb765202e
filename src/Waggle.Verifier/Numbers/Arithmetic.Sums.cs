namespace Waggle.Verifier.Numbers;

/// <content>Sum, difference, negation. A range stays one if all results wrap round, or none; else nothing is known.</content>
internal static partial class Arithmetic
{
    private static void Add(ref Scalar left, in Scalar right)
    {
        AddRanges32(ref left, right);
        AddRanges64(ref left, right);
        left.Bits += right.Bits;
    }

    /// <summary><c>scalar32_min_max_add</c></summary>
    private static void AddRanges32(ref Scalar left, in Scalar right)
    {
        SetSigned32(ref left, (long)left.S32Min + right.S32Min, (long)left.S32Max + right.S32Max);
        SetUnsigned32(ref left, (ulong)left.U32Min + right.U32Min, (ulong)left.U32Max + right.U32Max);
    }

    /// <summary><c>scalar_min_max_add</c></summary>
    private static void AddRanges64(ref Scalar left, in Scalar right)
    {
        long smin = left.SMin + right.SMin, smax = left.SMax + right.SMax;
        // The sum of two numbers of the same sign has the other one: overflow.
        if (((left.SMin ^ smin) & (right.SMin ^ smin)) < 0 || ((left.SMax ^ smax) & (right.SMax ^ smax)) < 0)
            (smin, smax) = (long.MinValue, long.MaxValue);
        ulong umin = left.UMin + right.UMin, umax = left.UMax + right.UMax;
        bool minWraps = umin < left.UMin, maxWraps = umax < left.UMax;
        if (!minWraps && maxWraps)
            (umin, umax) = (0, ulong.MaxValue);
        SetRanges64(ref left, smin, smax, umin, umax);
    }

    private static void Subtract(ref Scalar left, in Scalar right)
    {
        SubtractRanges32(ref left, right);
        SubtractRanges64(ref left, right);
        left.Bits -= right.Bits;
    }

    /// <summary><c>scalar32_min_max_sub</c></summary>
    private static void SubtractRanges32(ref Scalar left, in Scalar right)
    {
        SetSigned32(ref left, (long)left.S32Min - right.S32Max, (long)left.S32Max - right.S32Min);
        SetUnsigned32(ref left, (ulong)left.U32Min - right.U32Max, (ulong)left.U32Max - right.U32Min);
    }

    /// <summary><c>scalar_min_max_sub</c></summary>
    private static void SubtractRanges64(ref Scalar left, in Scalar right)
    {
        long smin = left.SMin - right.SMax, smax = left.SMax - right.SMin;
        // The difference of two numbers of different sign does not have that of the first: overflow.
        if (((left.SMin ^ right.SMax) & (left.SMin ^ smin)) < 0 || ((left.SMax ^ right.SMin) & (left.SMax ^ smax)) < 0)
            (smin, smax) = (long.MinValue, long.MaxValue);
        bool minWraps = left.UMin < right.UMax, maxWraps = left.UMax < right.UMin;
        ulong umin = left.UMin - right.UMax, umax = left.UMax - right.UMin;
        if (minWraps && !maxWraps)
            (umin, umax) = (0, ulong.MaxValue);
        SetRanges64(ref left, smin, smax, umin, umax);
    }

    /// <summary>0 - x, as Linux 6.17 has it; earlier kernels know nothing of the result.</summary>
    private static void Negate(ref Scalar number)
    {
        Scalar right = number;
        number.SetConstant(0);
        SubtractRanges32(ref number, right);
        SubtractRanges64(ref number, right);
        number.Bits = -right.Bits;
    }

    /// <summary>Sets the signed 32-bit range from ends computed in 64 bits: all values, if one of them has no room.</summary>
    private static void SetSigned32(ref Scalar scalar, long min, long max)
    {
        bool fits = min == (int)min && max == (int)max;
        scalar.S32Min = fits ? (int)min : int.MinValue;
        scalar.S32Max = fits ? (int)max : int.MaxValue;
    }

    /// <summary>Sets the unsigned 32-bit range from ends computed in 64 bits: all values, unless both have wrapped round as often.</summary>
    private static void SetUnsigned32(ref Scalar scalar, ulong min, ulong max)
    {
        bool fits = min >> 32 == max >> 32;
        scalar.U32Min = fits ? (uint)min : 0;
        scalar.U32Max = fits ? (uint)max : uint.MaxValue;
    }

    private static void SetRanges64(ref Scalar scalar, long smin, long smax, ulong umin, ulong umax)
    {
        scalar.SMin = smin;
        scalar.SMax = smax;
        scalar.UMin = umin;
        scalar.UMax = umax;
    }
}
