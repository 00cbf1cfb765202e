using System.Runtime.CompilerServices;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Vm.Cpus;

namespace Waggle.Vm.Maps;

/// <summary>A ring buffer: programs write records, the host reads them.</summary>
/// <remarks>kernel/bpf/ringbuf.c.</remarks>
internal sealed unsafe class RingMap : VmMap
{
    private const ulong NoWakeUp = 1 << 0;    // BPF_RB_NO_WAKEUP
    private const ulong ForceWakeUp = 1 << 1; // BPF_RB_FORCE_WAKEUP
    private const int PageSize = 4096;

    public RingMap(MapSpec spec, VirtualCpus cpus, ValueLayout layout) : base(spec, cpus, layout) => Ring = new RecordRing(MaxEntries);

    /// <summary>The records.</summary>
    public RecordRing Ring { get; }

    /// <summary>Tells the host's readers of news.</summary>
    public RingSignal Signal { get; } = new();

    /// <summary>What ringbuf_map_alloc looks at, for user ring buffers too.</summary>
    public static Errno CheckRing(MapSpec spec) =>
        (spec.Flags & ~CreationFlags.NumaNode) != 0 || spec.KeySizeInBytes != 0 || spec.ValueSizeInBytes != 0
        || !System.Numerics.BitOperations.IsPow2(spec.MaxEntries) || spec.MaxEntries % PageSize != 0 ? Errno.Invalid : Errno.None;

    /// <summary><c>bpf_ringbuf_reserve</c>: room for a record, null if there is none. The run may reach these bytes until it submits or discards them.</summary>
    public byte* Reserve(ulong size, ulong flags) => flags != 0 ? null : Ring.Reserve(size);

    /// <summary><c>bpf_ringbuf_submit</c> and <c>bpf_ringbuf_discard</c>.</summary>
    /// <param name="record">What <see cref="Reserve"/> returned, and no other address.</param>
    /// <param name="flags">Whether to wake the reader.</param>
    /// <param name="isDiscarded">Whether the reader is not to see it.</param>
    public void Commit(byte* record, ulong flags, bool isDiscarded)
    {
        bool isAwaited = Ring.Commit(record, isDiscarded);
        if ((flags & ForceWakeUp) != 0 || isAwaited && (flags & NoWakeUp) == 0) Signal.Set();
    }

    /// <summary><c>bpf_ringbuf_output</c>.</summary>
    public long Output(byte* data, ulong size, ulong flags)
    {
        if ((flags & ~(NoWakeUp | ForceWakeUp)) != 0) return -(long)Errno.Invalid;
        byte* record = Ring.Reserve(size);
        if (record == null) return -(long)Errno.TryAgain;
        Unsafe.CopyBlockUnaligned(record, data, (uint)size);
        Commit(record, flags, isDiscarded: false);
        return 0;
    }

    /// <summary><c>bpf_ringbuf_query</c>.</summary>
    public ulong Query(ulong what) => what switch
    {
        0 => Ring.Available,                       // BPF_RB_AVAIL_DATA
        1 => Ring.Capacity,                        // BPF_RB_RING_SIZE
        2 => Volatile.Read(ref *Ring.Consumer),    // BPF_RB_CONS_POS
        3 => Volatile.Read(ref *Ring.Producer),    // BPF_RB_PROD_POS
        _ => 0,
    };

    /// <inheritdoc/>
    protected override RingMemory OpenRing(bool isProducer) =>
        isProducer ? throw Refusal("write to a ring buffer", Errno.NotPermitted) : new VmRing(this, Ring, Signal, isProducer: false);

    protected override Errno ReadElement(byte* key, byte* value, ulong flags) => Errno.NotSupported;

    protected override Errno WriteElement(byte* key, byte* value, ulong flags) => Errno.NotSupported;

    protected override Errno RemoveElement(byte* key) => Errno.NotSupported;

    protected override Errno FindNextKey(byte* key, byte* next) => Errno.NotSupported;
}
