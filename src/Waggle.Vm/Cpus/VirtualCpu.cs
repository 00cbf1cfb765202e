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

    internal CpuSlot* Slot { get; }

    /// <summary>Number and count of the set.</summary>
    public override string ToString() => $"CPU {Number} of {Owner.Count}";
}
