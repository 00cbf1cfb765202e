namespace Waggle.CSharp;

public static partial class Bpf
{
    /// <summary>Index of the highest bit set: the whole part of the binary logarithm; 0 for 0.</summary>
    /// <remarks>No instruction does this: five comparisons and shifts.</remarks>
    public static uint Log2(ulong value)
    {
        uint result = 0;
        if (value >= 1UL << 32)
        {
            value >>= 32;
            result = 32;
        }

        if (value >= 1UL << 16)
        {
            value >>= 16;
            result += 16;
        }

        if (value >= 1UL << 8)
        {
            value >>= 8;
            result += 8;
        }

        if (value >= 1UL << 4)
        {
            value >>= 4;
            result += 4;
        }

        if (value >= 1UL << 2)
        {
            value >>= 2;
            result += 2;
        }

        return value >= 2 ? result + 1 : result;
    }
}
