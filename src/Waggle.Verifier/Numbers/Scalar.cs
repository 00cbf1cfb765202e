namespace Waggle.Verifier.Numbers;

/// <summary>What is known of a 64-bit number that is no pointer: its bits, and the ranges of it and of its low 32 bits, taken as signed
/// and as unsigned. The numeric part of the kernel's <c>struct bpf_reg_state</c>.</summary>
/// <remarks>Stands for the numbers that lie in all four ranges and in <see cref="Bits"/>. The fields are open to the operators of this
/// folder, which leave them consistent (<see cref="IsConsistent"/>) unless no number is left: on a branch that is never taken.
/// Algorithms of <c>kernel/bpf/verifier.c</c>, Linux 6.18. Copy by value; not thread-safe while it is changed.</remarks>
internal partial record struct Scalar
{
    /// <summary>Knowledge bit by bit (<c>var_off</c>).</summary>
    public Tristate Bits;

    /// <summary>Smallest value as a signed number.</summary>
    public long SMin;

    /// <summary>Largest value as a signed number.</summary>
    public long SMax;

    /// <summary>Smallest value as an unsigned number.</summary>
    public ulong UMin;

    /// <summary>Largest value as an unsigned number.</summary>
    public ulong UMax;

    /// <summary>Smallest value of the low 32 bits as a signed number.</summary>
    public int S32Min;

    /// <summary>Largest value of the low 32 bits as a signed number.</summary>
    public int S32Max;

    /// <summary>Smallest value of the low 32 bits as an unsigned number.</summary>
    public uint U32Min;

    /// <summary>Largest value of the low 32 bits as an unsigned number.</summary>
    public uint U32Max;

    /// <summary>Any number (<c>__mark_reg_unknown</c>).</summary>
    public static Scalar Unknown
    {
        get
        {
            Scalar scalar = default;
            scalar.SetUnknown();
            return scalar;
        }
    }

    /// <summary>Exactly one number (<c>___mark_reg_known</c>).</summary>
    public static Scalar Constant(ulong value)
    {
        Scalar scalar = default;
        scalar.SetConstant(value);
        return scalar;
    }

    /// <summary>The unsigned numbers from <paramref name="min"/> to <paramref name="max"/>, everything else deduced.</summary>
    public static Scalar Range(ulong min, ulong max)
    {
        Scalar scalar = Unknown;
        scalar.UMin = min;
        scalar.UMax = max;
        scalar.Sync();
        return scalar;
    }

    /// <summary>Is it one number (<c>tnum_is_const</c>)?</summary>
    public readonly bool IsConstant => Bits.IsConstant;

    /// <summary>Are the low 32 bits one number (<c>tnum_subreg_is_const</c>)?</summary>
    public readonly bool IsConstant32 => Bits.IsConstant32;

    /// <summary>The number, if it <see cref="IsConstant"/>; its low 32 bits, if <see cref="IsConstant32"/>.</summary>
    public readonly ulong Value => Bits.Value;

    /// <summary>Whether it is a number that is known to the last bit, in all 64 bits or in the low 32 (<c>is_reg_const</c>).</summary>
    public readonly bool IsConstantIn(bool is32) => is32 ? IsConstant32 : IsConstant;

    /// <summary>Is nothing known?</summary>
    public readonly bool IsUnknown => this == Unknown;

    /// <summary>Makes it exactly one number.</summary>
    public void SetConstant(ulong value)
    {
        Bits = Tristate.Constant(value);
        SMin = SMax = (long)value;
        UMin = UMax = value;
        SetRanges32(value);
    }

    /// <summary>Makes the low 32 bits one number; the 64-bit ranges stay as they are (<c>__mark_reg32_known</c>).</summary>
    public void SetConstant32(uint value)
    {
        Bits = Bits.WithLow32(value);
        SetRanges32(value);
    }

    /// <summary>Makes it any number.</summary>
    public void SetUnknown()
    {
        Bits = Tristate.Unknown;
        ForgetRanges();
    }

    /// <summary>Opens all ranges; the bits stay known (<c>__mark_reg_unbounded</c>).</summary>
    public void ForgetRanges()
    {
        ForgetRanges64();
        ForgetRanges32();
    }

    /// <summary>Opens the 64-bit ranges (<c>__mark_reg64_unbounded</c>).</summary>
    public void ForgetRanges64()
    {
        (SMin, SMax) = (long.MinValue, long.MaxValue);
        (UMin, UMax) = (0, ulong.MaxValue);
    }

    /// <summary>Opens the 32-bit ranges (<c>__mark_reg32_unbounded</c>).</summary>
    public void ForgetRanges32()
    {
        (S32Min, S32Max) = (int.MinValue, int.MaxValue);
        (U32Min, U32Max) = (0, uint.MaxValue);
    }

    /// <summary>Is a number included in the bits and in every range?</summary>
    public readonly bool Includes(ulong number) =>
        Bits.Includes(number)
        && UMin <= number && number <= UMax
        && SMin <= (long)number && (long)number <= SMax
        && U32Min <= (uint)number && (uint)number <= U32Max
        && S32Min <= (int)number && (int)number <= S32Max;

    /// <summary>Is all that <paramref name="current"/> may be included here (<c>range_within</c> and <c>tnum_in</c>)? Then a state that was
    /// safe with this number is safe with that one.</summary>
    public readonly bool Includes(in Scalar current) =>
        UMin <= current.UMin && UMax >= current.UMax
        && SMin <= current.SMin && SMax >= current.SMax
        && U32Min <= current.U32Min && U32Max >= current.U32Max
        && S32Min <= current.S32Min && S32Max >= current.S32Max
        && Bits.Includes(current.Bits);

    /// <summary>No range is empty, and a constant is the same in bits and ranges (<c>reg_bounds_sanity_check</c>).</summary>
    public readonly bool IsConsistent
    {
        get
        {
            if (UMin > UMax || SMin > SMax || U32Min > U32Max || S32Min > S32Max)
                return false;
            ulong value = Bits.Value;
            if (Bits.IsConstant && (UMin != value || UMax != value || SMin != (long)value || SMax != (long)value))
                return false;
            return !Bits.IsConstant32
                || U32Min == (uint)value && U32Max == (uint)value && S32Min == (int)value && S32Max == (int)value;
        }
    }

    /// <summary>Opens all ranges if they contradict each other: what the kernel does after arithmetic and branches, where it does not
    /// refuse the program for it (<c>BPF_F_TEST_REG_INVARIANTS</c>).</summary>
    /// <returns>Whether it was consistent, and so was left alone.</returns>
    public bool RestoreConsistency()
    {
        if (IsConsistent)
            return true;
        ForgetRanges();
        return false;
    }

    private void SetRanges32(ulong value)
    {
        S32Min = S32Max = (int)value;
        U32Min = U32Max = (uint)value;
    }
}
