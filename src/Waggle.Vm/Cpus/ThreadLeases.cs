namespace Waggle.Vm.Cpus;

/// <summary>What a thread remembers of its virtual CPUs: the last one, and those of other sets if it uses several.</summary>
internal sealed class ThreadLeases
{
    private static uint s_last;
    private readonly List<VirtualCpu> _others = [];

    /// <summary>The thread's number in the upper half, as <see cref="CpuSlot.Holder"/> has it.</summary>
    /// <remarks>Not the managed thread's id: those are used again. Wraps after 2^32 threads, of which two would have to nest.</remarks>
    public ulong Tag { get; } = (ulong)NextNumber() << 32;

    /// <summary>The CPU used last.</summary>
    public VirtualCpu? Last { get; private set; }

    /// <summary>The CPU of a set that this thread used last; null if it never did.</summary>
    public VirtualCpu? Find(VirtualCpus owner)
    {
        if (Last?.Owner == owner) return Last;
        foreach (VirtualCpu cpu in _others)
            if (cpu.Owner == owner) return cpu;
        return null;
    }

    public void Remember(VirtualCpu cpu)
    {
        if (Last == cpu) return;
        if (Last is { } last && last.Owner != cpu.Owner) _others.Add(last);
        _others.RemoveAll(other => other.Owner == cpu.Owner || other.Owner.IsDisposed);
        Last = cpu;
    }

    private static uint NextNumber()
    {
        uint number = Interlocked.Increment(ref s_last);
        return number != 0 ? number : Interlocked.Increment(ref s_last);
    }
}
