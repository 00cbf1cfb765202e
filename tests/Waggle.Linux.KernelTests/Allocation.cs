namespace Waggle.Linux.KernelTests;

/// <summary>Counts what a piece of code allocates on this thread, once it has run before.</summary>
internal static class Allocation
{
    public static long Measure(Action action)
    {
        action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
