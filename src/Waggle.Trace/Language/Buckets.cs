namespace Waggle.Trace.Language;

/// <summary>Numbers of histogram buckets.</summary>
public static class Buckets
{
    /// <summary>Of what is below all others.</summary>
    public const long Below = -1;

    /// <summary>Powers of two: -1 for numbers below 0, 0 for 0, and n for those from 2ⁿ⁻¹ to 2ⁿ - 1.</summary>
    public static long PowerOfTwo(long value)
    {
        if (value < 0) return Below;
        return value == 0 ? 0 : CSharp.Bpf.Log2((ulong)value) + 1;
    }

    /// <summary>Equal widths: 0 for the first from <paramref name="least"/> on, -1 below it, and <paramref name="count"/> for what is above the last.</summary>
    /// <param name="value">The number.</param>
    /// <param name="least">Where the first bucket starts.</param>
    /// <param name="width">Width of a bucket.</param>
    /// <param name="count">How many there are.</param>
    public static long Linear(long value, long least, long width, long count)
    {
        if (value < least) return Below;
        ulong bucket = (ulong)(value - least) / (ulong)width; // signed division came with v4 of the instruction set
        return bucket < (ulong)count ? (long)bucket : count;
    }
}
