using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>Clocks and random numbers (kernel/bpf/helpers.c, kernel/bpf/core.c).</summary>
internal static unsafe class ClockFunctions
{
    internal static readonly HelperRow[] Rows =
    [
        new(5, &MonotonicTime),
        new(7, &NextRandom),
        new(118, &Jiffies),
        new(125, &BootTime),
        new(160, &CoarseTime),
        new(208, &AtomicTime),
    ];

    private static ulong MonotonicTime(RunContext run, ulong _, ulong _1, ulong _2, ulong _3, ulong _4) => run.Host.MonotonicNanoseconds;

    private static ulong NextRandom(RunContext run, ulong _, ulong _1, ulong _2, ulong _3, ulong _4) => run.Host.NextRandom();

    private static ulong Jiffies(RunContext run, ulong _, ulong _1, ulong _2, ulong _3, ulong _4) => run.Host.Jiffies;

    private static ulong BootTime(RunContext run, ulong _, ulong _1, ulong _2, ulong _3, ulong _4) => run.Host.BootNanoseconds;

    private static ulong CoarseTime(RunContext run, ulong _, ulong _1, ulong _2, ulong _3, ulong _4) => run.Host.CoarseNanoseconds;

    private static ulong AtomicTime(RunContext run, ulong _, ulong _1, ulong _2, ulong _3, ulong _4) => run.Host.AtomicTimeNanoseconds;
}
