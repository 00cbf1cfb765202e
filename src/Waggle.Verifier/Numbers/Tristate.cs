using System.Buffers.Binary;
using System.Numerics;

namespace Waggle.Verifier.Numbers;

/// <summary>A 64-bit number of which each bit is known to be 0, known to be 1, or unknown: the kernel's <c>struct tnum</c>.</summary>
/// <remarks>Stands for the set of all numbers that agree with it at the known bits. An operator gives a tristate that includes each result
/// of the operation on two numbers included in its operands. The algorithms are those of <c>kernel/bpf/tnum.c</c>, Linux 6.18.
/// Immutable.</remarks>
/// <param name="Value">The known bits; 0 where a bit is unknown.</param>
/// <param name="Mask">1 where a bit is unknown.</param>
internal readonly record struct Tristate(ulong Value, ulong Mask)
{
    /// <summary>Any number.</summary>
    public static Tristate Unknown => new(0, ulong.MaxValue);

    /// <summary>Exactly one number.</summary>
    public static Tristate Constant(ulong value) => new(value, 0);

    /// <summary>The smallest tristate that includes <paramref name="min"/>, <paramref name="max"/> and all between (<c>tnum_range</c>).</summary>
    public static Tristate Range(ulong min, ulong max)
    {
        ulong difference = min ^ max;
        // From the highest bit in which they differ on, nothing is known.
        ulong unknown = difference == 0 ? 0 : ulong.MaxValue >> BitOperations.LeadingZeroCount(difference);
        return new(min & ~unknown, unknown);
    }

    /// <summary>Is every bit known?</summary>
    public bool IsConstant => Mask == 0;

    /// <summary>Is every one of the low 32 bits known?</summary>
    public bool IsConstant32 => (uint)Mask == 0;

    /// <summary>Is no bit known?</summary>
    public bool IsUnknown => Mask == ulong.MaxValue;

    /// <summary>The smallest unsigned number included.</summary>
    public ulong Min => Value;

    /// <summary>The largest unsigned number included.</summary>
    public ulong Max => Value | Mask;

    /// <summary>The low 32 bits, zeroes above (<c>tnum_subreg</c>).</summary>
    public Tristate Low32 => new((uint)Value, (uint)Mask);

    /// <summary>Is a number included?</summary>
    public bool Includes(ulong number) => (number & ~Mask) == Value;

    /// <summary>Is every number of another tristate included (<c>tnum_in</c>)?</summary>
    public bool Includes(Tristate other) => (other.Mask & ~Mask) == 0 && (other.Value & ~Mask) == Value;

    /// <summary>May both be the same number (<c>tnum_overlap</c>)?</summary>
    public bool Overlaps(Tristate other) => ((Value ^ other.Value) & ~(Mask | other.Mask)) == 0;

    /// <summary>The smallest tristate that includes both (<c>tnum_union</c>): what they agree on is known.</summary>
    public Tristate Union(Tristate other)
    {
        ulong unknown = Mask | other.Mask | (Value ^ other.Value);
        return new(Value & ~unknown, unknown);
    }

    /// <summary>Is each number included a multiple of <paramref name="size"/>, a power of two (<c>tnum_is_aligned</c>)?</summary>
    /// <param name="size">0 says: of anything.</param>
    public bool IsAligned(ulong size) => size == 0 || (Max & (size - 1)) == 0;

    /// <summary>The smallest number included that is larger than <paramref name="number"/>; the largest one, if none is
    /// (<c>tnum_step</c>, Linux 7.0 and the later 6.18).</summary>
    public ulong NextAfter(ulong number)
    {
        if (number >= Max)
            return Max;
        if (number < Value)
            return Value;
        // Counts the unknown bits up by one: all others are ones, so that the carry passes over them. Below a 1 that the distance has
        // at a known bit, the unknown bits are too small to matter: ones, too.
        ulong distance = number - Value, known = distance & ~Mask;
        ulong below = known == 0 ? 0 : ulong.MaxValue >> BitOperations.LeadingZeroCount(known);
        return Value | ((distance | below | ~Mask) + 1) & Mask;
    }

    /// <summary>The low <paramref name="size"/> bytes, zeroes above (<c>tnum_cast</c>).</summary>
    /// <param name="size">1 to 8.</param>
    public Tristate Truncate(int size)
    {
        ulong kept = ulong.MaxValue >> (64 - 8 * size);
        return new(Value & kept, Mask & kept);
    }

    /// <summary>This one with other low 32 bits (<c>tnum_with_subreg</c>).</summary>
    public Tristate WithLow32(Tristate low) => new(Value & ~(ulong)uint.MaxValue | (uint)low.Value, Mask & ~(ulong)uint.MaxValue | (uint)low.Mask);

    /// <summary>This one with known low 32 bits (<c>tnum_const_subreg</c>).</summary>
    public Tristate WithLow32(uint low) => WithLow32(Constant(low));

    /// <summary>What is in both (<c>tnum_intersect</c>). If they contradict each other at a bit, it counts as a known 1.</summary>
    public Tristate Intersect(Tristate other)
    {
        ulong unknown = Mask & other.Mask;
        return new((Value | other.Value) & ~unknown, unknown);
    }

    /// <summary>The smallest tristate that includes both (<c>tnum_union</c>, Linux 6.18).</summary>
    public Tristate Unite(Tristate other)
    {
        ulong unknown = (Value ^ other.Value) | Mask | other.Mask;
        return new(Value & other.Value & ~unknown, unknown);
    }

    /// <summary>Shifts left; zeroes come in.</summary>
    public Tristate ShiftLeft(int count) => new(Value << count, Mask << count);

    /// <summary>Shifts right; zeroes come in.</summary>
    public Tristate ShiftRight(int count) => new(Value >> count, Mask >> count);

    /// <summary>Shifts all 64 bits right; the sign, known or not, comes in (<c>tnum_arshift</c>).</summary>
    public Tristate ShiftRightArithmetic(int count) => new((ulong)((long)Value >> count), (ulong)((long)Mask >> count));

    /// <summary>Shifts the low 32 bits right; their sign comes in, and zeroes above (<c>tnum_arshift</c> with 32 bits).</summary>
    public Tristate ShiftRightArithmetic32(int count) => new((uint)((int)Value >> count), (uint)((int)Mask >> count));

    /// <summary>The low 16, 32 or all 64 bits with their bytes in reverse order, zeroes above (<c>tnum_bswap16</c> and so on).</summary>
    public Tristate SwapBytes(int bits) =>
        new(BinaryPrimitives.ReverseEndianness(Value) >> (64 - bits), BinaryPrimitives.ReverseEndianness(Mask) >> (64 - bits));

    /// <summary>Sum (<c>tnum_add</c>).</summary>
    public static Tristate operator +(Tristate left, Tristate right)
    {
        ulong values = left.Value + right.Value;
        // A carry that differs between all unknown bits 0 and all of them 1 is unknown.
        ulong carries = (left.Mask + right.Mask + values) ^ values;
        ulong unknown = carries | left.Mask | right.Mask;
        return new(values & ~unknown, unknown);
    }

    /// <summary>Difference (<c>tnum_sub</c>).</summary>
    public static Tristate operator -(Tristate left, Tristate right)
    {
        ulong values = left.Value - right.Value;
        ulong borrows = (values + left.Mask) ^ (values - right.Mask);
        ulong unknown = borrows | left.Mask | right.Mask;
        return new(values & ~unknown, unknown);
    }

    /// <summary>Negation (<c>tnum_neg</c>, Linux 6.17).</summary>
    public static Tristate operator -(Tristate number) => Constant(0) - number;

    /// <summary>Bits that are in both.</summary>
    public static Tristate operator &(Tristate left, Tristate right)
    {
        ulong value = left.Value & right.Value;
        return new(value, left.Max & right.Max & ~value);
    }

    /// <summary>Bits that are in one or both.</summary>
    public static Tristate operator |(Tristate left, Tristate right)
    {
        ulong value = left.Value | right.Value;
        return new(value, (left.Mask | right.Mask) & ~value);
    }

    /// <summary>Bits that are in exactly one.</summary>
    public static Tristate operator ^(Tristate left, Tristate right)
    {
        ulong unknown = left.Mask | right.Mask;
        return new((left.Value ^ right.Value) & ~unknown, unknown);
    }

    /// <summary>Product (<c>tnum_mul</c> of Linux 6.18): long multiplication, one bit of the left number after the other.</summary>
    public static Tristate operator *(Tristate left, Tristate right)
    {
        Tristate product = Constant(0);
        while (left.Max != 0)
        {
            product = AddPartialProduct(product, left, right);
            left = left.ShiftRight(1);
            right = right.ShiftLeft(1);
        }
        return product;
    }

    /// <summary>Adds the second factor if the lowest bit of the first one is 1; where that is unknown, the sum or not.</summary>
    /// <remarks>Sound as an invariant of the loop above: the product so far, plus the rest of the left number times the shifted right
    /// one, stays the whole product.</remarks>
    internal static Tristate AddPartialProduct(Tristate product, Tristate left, Tristate right)
    {
        if ((left.Max & 1) == 0)
            return product;
        Tristate sum = product + right;
        return (left.Value & 1) != 0 ? sum : product.Unite(sum);
    }

    /// <summary>As the kernel's log has it: <c>12</c>, <c>0x10000</c>, or <c>(0x8; 0x7)</c> for value and mask.</summary>
    public override string ToString() => !IsConstant ? $"(0x{Value:x}; 0x{Mask:x})" : Value <= ushort.MaxValue ? $"{Value}" : $"0x{Value:x}";
}
