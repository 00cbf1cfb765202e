using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Vm.Cpus;

namespace Waggle.Vm.Maps;

/// <summary>Buffers that programs write to by <c>bpf_perf_event_output</c>, one for each CPU, put in by the host.</summary>
/// <remarks>bpf_perf_event_output in kernel/trace/bpf_trace.c, kernel/bpf/arraymap.c. There are no counters to read.</remarks>
internal sealed unsafe class PerfEventArray(MapSpec spec, VirtualCpus cpus, ValueLayout layout) : ReferenceArray<PerfBuffer>(spec, cpus, layout)
{
    /// <summary>The run's CPU, in place of an index (BPF_F_CURRENT_CPU, and the mask of the index).</summary>
    public const ulong CurrentCpu = uint.MaxValue;

    public static Errno CheckPerfEventArray(MapSpec spec) => CheckReferences(spec);

    /// <summary><c>bpf_perf_event_output</c>.</summary>
    /// <param name="flags">The index; <see cref="CurrentCpu"/> for the run's CPU. Bits above 32 are the caller's to take out, who puts
    /// the bytes of the context that they ask for behind the data.</param>
    /// <param name="data">The record.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="cpu">The run's CPU.</param>
    /// <param name="more">What comes behind it; null for nothing.</param>
    /// <param name="moreSize">Bytes of that.</param>
    /// <returns>0, or -errno: E2BIG behind the last index or for a record of 64 KiB, ENOENT where there is no buffer, ENOSPC where there
    /// is no room.</returns>
    public long Output(ulong flags, byte* data, ulong size, int cpu, byte* more = null, ulong moreSize = 0)
    {
        if (flags > CurrentCpu) return -(long)Errno.Invalid;
        ulong index = flags == CurrentCpu ? (ulong)cpu : flags;
        if (index >= MaxEntries) return -(long)Errno.TooBig;
        if (At((uint)index) is not { } buffer) return -(long)Errno.NoEntry;
        if (size + moreSize > ushort.MaxValue - 64) return -(long)Errno.TooBig; // perf_prepare_sample keeps a record's size in 16 bits
        return buffer.Write(data, size, more, moreSize) ? 0 : -(long)Errno.NoSpace;
    }

    protected override PerfBuffer? Accept(object target, out Errno error)
    {
        error = target is PerfBuffer ? Errno.None : Errno.BadDescriptor;
        return target as PerfBuffer;
    }

    protected override uint? NumberOf(PerfBuffer item) => null;
}
