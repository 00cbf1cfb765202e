namespace Waggle.Verifier.Numbers;

/// <content>Product. A range that may wrap round says nothing.</content>
internal static partial class Arithmetic
{
    private static void Multiply(ref Scalar left, in Scalar right)
    {
        left.Bits *= right.Bits;
        MultiplyRanges32(ref left, right);
        MultiplyRanges64(ref left, right);
    }

    /// <summary><c>scalar32_min_max_mul</c>, Linux 6.14</summary>
    private static void MultiplyRanges32(ref Scalar left, in Scalar right)
    {
        ulong umin = (ulong)left.U32Min * right.U32Min, umax = (ulong)left.U32Max * right.U32Max;
        if (umax > uint.MaxValue)
            (umin, umax) = (0, uint.MaxValue);
        left.U32Min = (uint)umin;
        left.U32Max = (uint)umax;

        // Signed products are least and greatest at the corners.
        long a = (long)left.S32Min * right.S32Min, b = (long)left.S32Min * right.S32Max;
        long c = (long)left.S32Max * right.S32Min, d = (long)left.S32Max * right.S32Max;
        SetSigned32(ref left, Math.Min(Math.Min(a, b), Math.Min(c, d)), Math.Max(Math.Max(a, b), Math.Max(c, d)));
    }

    /// <summary><c>scalar_min_max_mul</c>, Linux 6.14</summary>
    private static void MultiplyRanges64(ref Scalar left, in Scalar right)
    {
        ulong umin = left.UMin * right.UMin;
        if (Math.BigMul(left.UMax, right.UMax, out ulong umax) != 0)
            (umin, umax) = (0, ulong.MaxValue);

        long smin = long.MinValue, smax = long.MaxValue;
        if (TryMultiply(left.SMin, right.SMin, out long a) && TryMultiply(left.SMin, right.SMax, out long b)
            && TryMultiply(left.SMax, right.SMin, out long c) && TryMultiply(left.SMax, right.SMax, out long d))
        {
            smin = Math.Min(Math.Min(a, b), Math.Min(c, d));
            smax = Math.Max(Math.Max(a, b), Math.Max(c, d));
        }
        SetRanges64(ref left, smin, smax, umin, umax);
    }

    /// <summary>False if the product does not fit.</summary>
    private static bool TryMultiply(long left, long right, out long product) => Math.BigMul(left, right, out product) == product >> 63;
}
