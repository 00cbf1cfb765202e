namespace Waggle.Probes.Syscalls;

using System.Runtime.CompilerServices;
using Waggle.CSharp;

/// <summary>How many operations took how long: four buckets for each power of two of nanoseconds, so that a bucket is at most
/// a quarter of its lower bound wide.</summary>
/// <remarks>Counts wrap at 2^32: user code takes differences between two readings.</remarks>
[InlineArray(Length)]
public struct SyscallBuckets
{
    /// <summary>Number of buckets: times up to 2^40 ns, 18 minutes; longer ones are in the last.</summary>
    public const int Length = 160;

    private uint _first;

    /// <summary>Bucket of a time.</summary>
    /// <param name="nanoseconds">The time.</param>
    public static uint IndexOf(ulong nanoseconds)
    {
        if (nanoseconds < 4) return (uint)nanoseconds;

        uint power = Bpf.Log2(nanoseconds); // at least 2
        uint quarter = (uint)(nanoseconds >> (int)(power - 2)) & 3;
        uint index = ((power - 1) << 2) + quarter;
        return index < Length ? index : Length - 1;
    }

    /// <summary>Shortest time that falls into a bucket, in nanoseconds.</summary>
    /// <param name="index">0 to <see cref="Length"/>.</param>
    public static ulong LowerBound(int index) =>
        index < 4 ? (ulong)index : (4UL + ((ulong)index & 3)) << ((index >> 2) - 1);
}
