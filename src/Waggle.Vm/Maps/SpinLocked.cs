namespace Waggle.Vm.Maps;

/// <summary>A lock of one word, held for a few instructions: 0 is free.</summary>
internal static class SpinLocked
{
    public static void Acquire(ref int word)
    {
        if (Interlocked.CompareExchange(ref word, 1, 0) == 0) return;
        var wait = new SpinWait();
        do wait.SpinOnce(sleep1Threshold: -1);
        while (Volatile.Read(ref word) != 0 || Interlocked.CompareExchange(ref word, 1, 0) != 0);
    }

    /// <summary>Takes a lock that lies in memory of programs. One held for long is that of a run that ended in a fault, or no lock but what a
    /// program wrote there: it is broken, so that no program can stop the host.</summary>
    public static void AcquireOrBreak(ref int word)
    {
        const long Longest = 100; // milliseconds; a critical section has no loops or calls
        if (Interlocked.CompareExchange(ref word, 1, 0) == 0) return;
        long end = Environment.TickCount64 + Longest;
        var wait = new SpinWait();
        do wait.SpinOnce(sleep1Threshold: -1);
        while (Environment.TickCount64 < end && (Volatile.Read(ref word) != 0 || Interlocked.CompareExchange(ref word, 1, 0) != 0));
    }

    public static void Release(ref int word) => Volatile.Write(ref word, 0);
}
