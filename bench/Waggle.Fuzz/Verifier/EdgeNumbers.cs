using System.Runtime.InteropServices;

namespace Waggle.Fuzz.Verifier;

/// <summary>Numbers at which ranges begin and end: small ones, powers of two, the ends of 32 and 64 bits, and any.</summary>
internal static class EdgeNumbers
{
    public static ulong Next(ref RandomSource random) => random.Below(8) switch
    {
        0 => (ulong)random.Below(16),
        1 => 0ul - (ulong)random.Below(16),
        2 => (1ul << random.Below(64)) + (ulong)random.Below(3) - 1,
        3 => (uint)(int.MaxValue - 1 + random.Below(4)),
        4 => (ulong)(random.Next() & 0xff) << random.Below(57),
        5 => (uint)random.Next(),
        6 => (ulong)(long)(int)random.Next(),
        _ => random.Next(),
    };

    public static int NextImmediate(ref RandomSource random) => random.Below(4) switch
    {
        0 => random.Below(64) - 8,
        1 => random.Below(1024),
        _ => (int)Next(ref random),
    };

    public static void Fill(Span<byte> memory, ref RandomSource random)
    {
        Span<ulong> words = MemoryMarshal.Cast<byte, ulong>(memory);
        foreach (ref ulong word in words) word = random.Below(3) == 0 ? (uint)Next(ref random) | Next(ref random) << 32 : Next(ref random);
        for (int i = words.Length * sizeof(ulong); i < memory.Length; i++) memory[i] = (byte)random.Next();
    }
}
