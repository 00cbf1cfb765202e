namespace Waggle.Verifier.Numbers;

/// <content>Widths: results of 32-bit operations, loads of fewer than eight bytes, moves with sign extension.</content>
internal partial record struct Scalar
{
    /// <summary>Clears the upper half, as each 32-bit operation does (<c>zext_32_to_64</c>). <see cref="Sync"/> is left to the caller.</summary>
    public void ZeroExtend32()
    {
        Bits = Bits.Low32;
        UMin = U32Min;
        UMax = U32Max;
        if (S32Min >= 0 && S32Max >= 0)
            (SMin, SMax) = (S32Min, S32Max);
        else
            (SMin, SMax) = (0, uint.MaxValue);
    }

    /// <summary>Keeps the low <paramref name="size"/> bytes, zeroes above: a load, a spill that is cut short (<c>coerce_reg_to_size</c>).</summary>
    /// <param name="size">1, 2 or 4.</param>
    public void Truncate(int size)
    {
        Bits = Bits.Truncate(size);
        ulong kept = ulong.MaxValue >> (64 - 8 * size);
        if ((UMin & ~kept) == (UMax & ~kept))
        {
            UMin &= kept;
            UMax &= kept;
        }
        else
        {
            UMin = 0;
            UMax = kept;
        }
        SMin = (long)UMin;
        SMax = (long)UMax;
        if (size < 4)
            ForgetRanges32();
        Sync();
    }

    /// <summary>Extends the sign of the low <paramref name="size"/> bytes to all 64 bits: loads and moves with sign extension
    /// (<c>coerce_reg_to_size_sx</c>).</summary>
    /// <param name="size">1, 2 or 4.</param>
    public void SignExtend(int size)
    {
        if (Bits.IsConstant)
        {
            SetConstant((ulong)SignExtended(Bits.Value, size));
            return;
        }
        int width = 8 * size;
        long first = SignExtended((ulong)SMin, size), last = SignExtended((ulong)SMax, size);
        // With the same upper bits at both ends, the low bits are one range, and keep their order if the sign is the same.
        if ((ulong)SMax >> width == (ulong)SMin >> width && first >= 0 == last >= 0)
        {
            SMin = Math.Min(first, last);
            SMax = Math.Max(first, last);
            (S32Min, S32Max) = ((int)SMin, (int)SMax);
            (UMin, UMax) = ((ulong)SMin, (ulong)SMax);
            (U32Min, U32Max) = ((uint)SMin, (uint)SMax);
            Bits = Tristate.Range(UMin, UMax);
            return;
        }
        long lowest = long.MinValue >> (64 - width);
        SetUnknown();
        (SMin, SMax) = (lowest, ~lowest);
        (S32Min, S32Max) = ((int)lowest, (int)~lowest);
    }

    /// <summary>Extends the sign of the low <paramref name="size"/> bytes to the low 32 bits; the rest is for <see cref="ZeroExtend32"/>,
    /// which has to follow (<c>coerce_subreg_to_size_sx</c>).</summary>
    /// <param name="size">1 or 2.</param>
    public void SignExtendIn32(int size)
    {
        if (Bits.IsConstant)
        {
            long value = SignExtended(Bits.Value, size);
            Bits = Tristate.Constant((ulong)value);
            SetRanges32((ulong)value);
            return;
        }
        int width = 8 * size;
        int first = (int)SignExtended((ulong)S32Min, size), last = (int)SignExtended((ulong)S32Max, size);
        if ((uint)S32Max >> width == (uint)S32Min >> width && first >= 0 == last >= 0)
        {
            S32Min = Math.Min(first, last);
            S32Max = Math.Max(first, last);
            (U32Min, U32Max) = ((uint)S32Min, (uint)S32Max);
            Bits = Tristate.Range(U32Min, U32Max);
            return;
        }
        int lowest = int.MinValue >> (32 - width);
        Bits = Tristate.Unknown.Low32;
        (S32Min, S32Max) = (lowest, ~lowest);
        (U32Min, U32Max) = (0, uint.MaxValue);
    }

    private static long SignExtended(ulong value, int size)
    {
        int upper = 64 - 8 * size;
        return (long)(value << upper) >> upper;
    }
}
