using System.Runtime.InteropServices;

namespace Waggle.Benchmarks.Paths;

/// <summary>The system calls that the harnesses measure with.</summary>
internal static partial class SystemCalls
{
    /// <summary>The cheapest system call; the loop around it is what programs add their cost to.</summary>
    [LibraryImport("libc", EntryPoint = "getppid"), SuppressGCTransition]
    internal static partial int GetParentProcess();

    [LibraryImport("libc", EntryPoint = "gettid")]
    internal static partial int GetThread();

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nint size, in ulong mask);

    /// <summary>Keeps the calling thread on one CPU, so that two threads do not share one by chance.</summary>
    internal static void PinToCpu(int cpu) => _ = SetAffinity(0, sizeof(ulong), 1UL << cpu);
}
