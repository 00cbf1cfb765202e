namespace Waggle.Vm.Packets.Captures;

/// <summary>What a unit of an interface's times is (<c>if_tsresol</c> and <c>if_tsoffset</c> of pcapng).</summary>
/// <param name="Code">Negative power of ten; with the highest bit set, of two.</param>
/// <param name="OffsetInSeconds">Seconds to add.</param>
internal readonly record struct TimestampResolution(byte Code, long OffsetInSeconds)
{
    /// <summary>A code for nanoseconds.</summary>
    internal const byte Nanoseconds = 9;

    private const ulong NanosecondsPerSecond = 1_000_000_000;
    private const int MostDigits = 28; // 2^64 units of less than 10^-28 s are less than a nanosecond

    /// <summary>Microseconds, where a file says nothing.</summary>
    internal static TimestampResolution Default { get; } = new(6, 0);

    /// <summary>Nanoseconds since 1970.</summary>
    /// <returns>False if they are out of the range of 64 bits: before 1677, or after 2262.</returns>
    internal bool TryConvert(ulong units, out long nanoseconds)
    {
        Int128 time = (Int128)Scale(units) + (Int128)OffsetInSeconds * (long)NanosecondsPerSecond;
        nanoseconds = (long)time;
        return nanoseconds == time;
    }

    private UInt128 Scale(ulong units)
    {
        int power = Code & 0x7F;
        if ((Code & 0x80) != 0) return (UInt128)units * NanosecondsPerSecond >> power;
        if (power > MostDigits) return 0;
        return power <= Nanoseconds ? units * PowerOfTen(Nanoseconds - power) : units / PowerOfTen(power - Nanoseconds);
    }

    private static UInt128 PowerOfTen(int power)
    {
        UInt128 result = 1;
        for (int i = 0; i < power; i++) result *= 10;
        return result;
    }
}
