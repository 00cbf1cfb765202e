using System.Numerics;
using System.Runtime.InteropServices;

namespace Waggle.Testing.Comparisons;

/// <summary>Keeps this thread on one CPU while it lasts, so that all runs in the kernel see the same values of maps for each CPU.</summary>
internal sealed unsafe partial class OneCpu : IDisposable
{
    private const int Words = 16; // 1024 CPUs

    private readonly ulong[] _before = new ulong[Words];

    internal OneCpu()
    {
        fixed (ulong* before = _before)
        {
            if (GetAffinity(0, Words * sizeof(ulong), before) != 0) throw new InvalidOperationException($"sched_getaffinity: errno {Marshal.GetLastPInvokeError()}");
        }

        int word = Array.FindIndex(_before, w => w != 0);
        Number = word * 64 + BitOperations.TrailingZeroCount(_before[word]);
        ulong[] one = new ulong[Words];
        one[word] = 1ul << Number % 64;
        Set(one);
    }

    /// <summary>Which one.</summary>
    internal int Number { get; }

    public void Dispose() => Set(_before);

    private static void Set(ulong[] mask)
    {
        fixed (ulong* words = mask)
        {
            if (SetAffinity(0, Words * sizeof(ulong), words) != 0) throw new InvalidOperationException($"sched_setaffinity: errno {Marshal.GetLastPInvokeError()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "sched_getaffinity", SetLastError = true)]
    private static partial int GetAffinity(int thread, nuint size, ulong* mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int thread, nuint size, ulong* mask);
}
