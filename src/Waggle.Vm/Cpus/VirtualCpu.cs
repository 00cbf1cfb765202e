namespace Waggle.Vm.Cpus;

/// <summary>One CPU as programs see it: at most one thread runs programs on it at a time.</summary>
internal sealed unsafe class VirtualCpu
{
    internal VirtualCpu(VirtualCpus owner, int number, CpuSlot* slot)
    {
        (Owner, Number) = (owner, number);
        Slot = slot;
    }

    /// <summary>The set that it belongs to.</summary>
    public VirtualCpus Owner { get; }

    /// <summary>From 0; what <c>bpf_get_smp_processor_id</c> returns and what per-CPU maps index by.</summary>
    public int Number { get; }

    /// <summary>Runs under way on it, one inside the other; for the thread that holds it.</summary>
    public int Depth => Lease!.Depth;

    /// <summary>Whether a thread owns it at the moment.</summary>
    public bool IsOwned => Volatile.Read(ref Slot->State) == CpuSlot.Owned;

    /// <summary>Whether it was taken from its owner, and nobody else has it yet.</summary>
    public bool IsRevoked => Volatile.Read(ref Slot->State) == CpuSlot.Revoked;

    internal CpuSlot* Slot { get; }

    /// <summary>The lease of the thread that runs on it or ran on it last; written by that thread only while it holds the CPU.</summary>
    internal Lease? Lease;

    /// <summary>Number and count of the set.</summary>
    public override string ToString() => $"CPU {Number} of {Owner.Count}";
}
