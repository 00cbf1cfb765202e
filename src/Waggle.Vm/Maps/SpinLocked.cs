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

    public static void Release(ref int word) => Volatile.Write(ref word, 0);
}
