namespace Waggle.Bpf.Instructions;

/// <summary>A number as written in assembler text.</summary>
/// <param name="Magnitude">Without its sign.</param>
/// <param name="IsNegative">Whether a minus stands before it.</param>
/// <param name="IsHex">Whether it is hexadecimal.</param>
internal readonly record struct ScannedNumber(ulong Magnitude, bool IsNegative, bool IsHex)
{
    /// <summary>The 64 bits of the number.</summary>
    internal ulong Bits => IsNegative ? 0 - Magnitude : Magnitude;

    /// <summary>The number, if it is one of 32 bits with sign.</summary>
    internal bool TryToInt32(out int value)
    {
        value = (int)Bits;
        return Magnitude <= (IsNegative ? 1ul << 31 : int.MaxValue);
    }

    /// <summary>The number, if it fits 32 bits with sign or, hexadecimal, without.</summary>
    internal bool TryToBits32(out int value) => TryToInt32(out value) || (IsHex && !IsNegative && Magnitude <= uint.MaxValue);

    /// <summary>The number, if it fits 32 bits without sign.</summary>
    internal bool TryToUInt32(out uint value)
    {
        value = (uint)Magnitude;
        return !IsNegative && Magnitude <= uint.MaxValue;
    }
}
