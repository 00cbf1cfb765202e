namespace Waggle.Verifier.Numbers;

/// <content>What the bits, the two widths and the two signs say about each other.</content>
internal partial record struct Scalar
{
    /// <summary>Brings each range and the bits up to what the others say (<c>reg_bounds_sync</c>).</summary>
    /// <remarks>Each step only leaves out numbers that another range or the bits leave out already. Three rounds are what the kernel
    /// makes: a fourth finds nothing in the cases met.</remarks>
    public void Sync()
    {
        DeduceFromBits();
        DeduceFromRanges();
        DeduceFromRanges();
        DeduceFromRanges();
        DeduceBits();
        // The bits may exclude an end of a range: no more than 0x7f..ff of a multiple of 4 is no more than 0x7f..fc.
        DeduceFromBits();
    }

    /// <summary>Ranges from the bits (<c>__update_reg_bounds</c>).</summary>
    internal void DeduceFromBits()
    {
        DeduceFromBits32();
        DeduceFromBits64();
    }

    /// <summary>The smallest signed number has an unknown sign set, and nothing else that is unknown; the largest the other way.</summary>
    internal void DeduceFromBits32()
    {
        uint value = (uint)Bits.Value, mask = (uint)Bits.Mask;
        S32Min = Math.Max(S32Min, (int)(value | mask & 0x8000_0000));
        S32Max = Math.Min(S32Max, (int)(value | mask & 0x7fff_ffff));
        U32Min = Math.Max(U32Min, value);
        U32Max = Math.Min(U32Max, value | mask);
    }

    /// <inheritdoc cref="DeduceFromBits32"/>
    internal void DeduceFromBits64()
    {
        ulong value = Bits.Value, mask = Bits.Mask;
        SMin = Math.Max(SMin, (long)(value | mask & 0x8000_0000_0000_0000));
        SMax = Math.Min(SMax, (long)(value | mask & 0x7fff_ffff_ffff_ffff));
        UMin = Math.Max(UMin, value);
        UMax = Math.Min(UMax, value | mask);
        DeduceOnlyNumber();
    }

    /// <summary>The bits may include but one number of the unsigned range (Linux 7.0 and the later 6.18).</summary>
    private void DeduceOnlyNumber()
    {
        ulong next = Bits.NextAfter(UMin);
        if (Bits.Includes(UMin))
        {
            if (next > UMax)
                SetConstant(UMin);
        }
        else if (next == Bits.Max || next <= UMax && Bits.NextAfter(next) > UMax)
            SetConstant(next);
    }

    /// <summary>Ranges from ranges (<c>__reg_deduce_bounds</c>).</summary>
    internal void DeduceFromRanges()
    {
        Deduce32From64();
        Deduce32From32();
        Deduce64From64();
        Deduce64From32();
    }

    /// <summary>The low halves of both ends of a 64-bit range are a range, where all the numbers have the same upper half
    /// (first part of <c>__reg32_deduce_bounds</c>).</summary>
    internal void Deduce32From64()
    {
        if (UMin >> 32 == UMax >> 32)
        {
            U32Min = Math.Max(U32Min, (uint)UMin);
            U32Max = Math.Min(U32Max, (uint)UMax);
            if ((int)UMin <= (int)UMax)
                NarrowSigned32((int)UMin, (int)UMax);
        }
        if (SMin >> 32 == SMax >> 32)
        {
            if ((uint)SMin <= (uint)SMax)
            {
                U32Min = Math.Max(U32Min, (uint)SMin);
                U32Max = Math.Min(U32Max, (uint)SMax);
            }
            if ((int)SMin <= (int)SMax)
                NarrowSigned32((int)SMin, (int)SMax);
        }
        // With two upper halves, one after the other, the low halves run through -1 to 0: a range if they are signed.
        if ((uint)(UMin >> 32) + 1 == (uint)(UMax >> 32) && (int)UMin < 0 && (int)UMax >= 0)
            NarrowSigned32((int)UMin, (int)UMax);
        if ((uint)(SMin >> 32) + 1 == (uint)(SMax >> 32) && (int)SMin < 0 && (int)SMax >= 0)
            NarrowSigned32((int)SMin, (int)SMax);
    }

    private void NarrowSigned32(int min, int max)
    {
        S32Min = Math.Max(S32Min, min);
        S32Max = Math.Min(S32Max, max);
    }

    /// <summary>Signed from unsigned and back, in the low 32 bits (second part of <c>__reg32_deduce_bounds</c>).</summary>
    internal void Deduce32From32()
    {
        if ((int)U32Min <= (int)U32Max)
            NarrowSigned32((int)U32Min, (int)U32Max);
        if ((uint)S32Min <= (uint)S32Max)
        {
            U32Min = Math.Max(U32Min, (uint)S32Min);
            U32Max = Math.Min(U32Max, (uint)S32Max);
        }
        else if (U32Max < (uint)S32Min) // the signed range is [S32Min, -1] and [0, S32Max]: the first is excluded
        {
            S32Min = (int)U32Min;
            U32Max = Math.Min(U32Max, (uint)S32Max);
        }
        else if ((uint)S32Max < U32Min) // the second is
        {
            S32Max = (int)U32Max;
            U32Min = Math.Max(U32Min, (uint)S32Min);
        }
    }

    /// <summary>Signed from unsigned and back, in all 64 bits (<c>__reg64_deduce_bounds</c>).</summary>
    /// <remarks>An unsigned range is a signed one unless it runs over the largest positive number, a signed one an unsigned one unless it
    /// runs over zero. If it does, it is two unsigned ranges, of which the other range may exclude one (Linux 6.17).</remarks>
    internal void Deduce64From64()
    {
        if ((long)UMin <= (long)UMax)
        {
            SMin = Math.Max(SMin, (long)UMin);
            SMax = Math.Min(SMax, (long)UMax);
        }
        if ((ulong)SMin <= (ulong)SMax)
        {
            UMin = Math.Max(UMin, (ulong)SMin);
            UMax = Math.Min(UMax, (ulong)SMax);
        }
        else if (UMax < (ulong)SMin)
        {
            SMin = (long)UMin;
            UMax = Math.Min(UMax, (ulong)SMax);
        }
        else if ((ulong)SMax < UMin)
        {
            SMax = (long)UMax;
            UMin = Math.Max(UMin, (ulong)SMin);
        }
    }

    /// <summary>64-bit ranges from 32-bit ones (<c>__reg_deduce_mixed_bounds</c>): the low half of an end is no less, or no more, than the
    /// low half may be.</summary>
    internal void Deduce64From32()
    {
        NarrowLowHalves(U32Min, U32Max);
        if ((uint)S32Min <= (uint)S32Max)
            NarrowLowHalves((uint)S32Min, (uint)S32Max);
        DeduceSignExtension();
    }

    private void NarrowLowHalves(uint min, uint max)
    {
        const ulong Upper = 0xffff_ffff_0000_0000;
        UMin = Math.Max(UMin, UMin & Upper | min);
        UMax = Math.Min(UMax, UMax & Upper | max);
        SMin = Math.Max(SMin, (long)((ulong)SMin & Upper | min));
        SMax = Math.Min(SMax, (long)((ulong)SMax & Upper | max));
    }

    /// <summary>After a load with sign extension the upper half is all ones or all zeroes, and zeroes if the low half is not negative.</summary>
    private void DeduceSignExtension()
    {
        if (S32Min < 0 || SMin < int.MinValue || SMax > int.MaxValue)
            return;
        SMin = S32Min;
        SMax = S32Max;
        UMin = (ulong)(long)S32Min;
        UMax = (ulong)(long)S32Max;
        Bits = Bits.Intersect(Tristate.Range((ulong)SMin, (ulong)SMax));
    }

    /// <summary>Bits from the unsigned ranges (<c>__reg_bound_offset</c>).</summary>
    internal void DeduceBits()
    {
        Tristate bits = Bits.Intersect(Tristate.Range(UMin, UMax));
        Bits = bits.WithLow32(bits.Low32.Intersect(Tristate.Range(U32Min, U32Max)));
    }
}
