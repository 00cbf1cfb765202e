using Waggle.Vm.Execution;
using Waggle.Vm.Maps;

namespace Waggle.Vm.Helpers;

/// <summary>Spin locks in map values, and kernel pointers there (kernel/bpf/helpers.c).</summary>
internal static unsafe class LockFunctions
{
    internal static readonly HelperRow[] Rows =
    [
        new(93, &Lock),
        new(94, &Unlock),
        new(194, &ExchangePointer),
    ];

    // Where arguments are checked the check has taken it: it must not wait for ever.
    private static ulong Lock(RunContext run, ulong word, ulong _, ulong _1, ulong _2, ulong _3)
    {
        if (run.HeldLock == (int*)word) return 0;
        SpinLocked.Acquire(ref *(int*)word);
        run.HoldLock((int*)word);
        return 0;
    }

    private static ulong Unlock(RunContext run, ulong word, ulong _, ulong _1, ulong _2, ulong _3)
    {
        SpinLocked.Release(ref *(int*)word);
        run.HeldLock = null;
        return 0;
    }

    private static ulong ExchangePointer(RunContext run, ulong place, ulong pointer, ulong _, ulong _1, ulong _2) =>
        Interlocked.Exchange(ref *(ulong*)place, pointer);
}
