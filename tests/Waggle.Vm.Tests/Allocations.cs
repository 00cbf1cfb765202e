namespace Waggle.Vm.Tests;

/// <summary>Counts what code allocates on this thread.</summary>
internal static class Allocations
{
    private const int Goes = 5;

    /// <summary>The least of several goes: the runtime allocates on this thread, too, where it compiles code anew.</summary>
    public static long LeastOf(Action action) => LeastOf(() => Of(action));

    /// <inheritdoc cref="LeastOf(Action)"/>
    /// <param name="measure">A go, of which not all is to be counted.</param>
    public static long LeastOf(Func<long> measure) => Enumerable.Range(0, Goes).Min(_ => measure());

    /// <summary>What one go allocates.</summary>
    public static long Of(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
