namespace Waggle.Benchmarks.Pairs.Programs;

using System.Runtime.CompilerServices;

/// <summary>What the twins share, as bench.h is what their C originals share.</summary>
internal static class Seed
{
    /// <summary>The compiler does not know this number: user code may set it.</summary>
    internal static ulong Start = 0x243f6a8885a308d3;

    /// <summary>Zero, which the verifier does not know either: added to a number, it makes the verifier forget the number's range.</summary>
    internal static ulong Nothing;

    /// <summary>Sets both, as a loader would.</summary>
    internal static void Set(ulong start, ulong nothing) => (Start, Nothing) = (start, nothing);

    /// <summary>Folds 64 bits to 32.</summary>
    internal static int Fold(ulong x) => (int)(uint)(x ^ x >> 32);

    /// <summary>One step of Marsaglia's xorshift.</summary>
    internal static ulong Step(ulong x)
    {
        x ^= x << 13;
        x ^= x >> 7;
        return x ^ x << 17;
    }
}

[InlineArray(16)]
internal struct Words16
{
    private uint _first;
}

[InlineArray(32)]
internal struct Words32
{
    private uint _first;
}

[InlineArray(256)]
internal struct Words256
{
    private uint _first;
}

[InlineArray(36)]
internal struct Words36
{
    private uint _first;
}

[InlineArray(16)]
internal struct Longs16
{
    private ulong _first;
}

[InlineArray(32)]
internal struct Longs32
{
    private ulong _first;
}

[InlineArray(512)]
internal struct Bytes512
{
    private byte _first;
}
