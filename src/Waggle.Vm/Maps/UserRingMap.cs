using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Vm.Cpus;

namespace Waggle.Vm.Maps;

/// <summary>A ring buffer the other way round: the host writes records, programs read them by <c>bpf_user_ringbuf_drain</c>.</summary>
/// <remarks>__bpf_user_ringbuf_peek and bpf_user_ringbuf_drain in kernel/bpf/ringbuf.c. What the host wrote is not trusted: a sample that does not fit
/// is an error, and no read goes behind the data.</remarks>
internal sealed unsafe class UserRingMap : VmMap
{
    /// <summary>Most samples of one drain (BPF_MAX_USER_RINGBUF_SAMPLES).</summary>
    public const int MostSamples = 128 * 1024;

    private const Errno NoData = (Errno)61;              // ENODATA
    private const ulong NoWakeUp = 1 << 0;               // BPF_RB_NO_WAKEUP
    private const ulong ForceWakeUp = 1 << 1;            // BPF_RB_FORCE_WAKEUP
    private const uint LongestSample = (1 << 24) - 1;    // DYNPTR_MAX_SIZE
    private int _isBusy;

    public UserRingMap(MapSpec spec, VirtualCpus cpus, ValueLayout layout) : base(spec, cpus, layout)
    {
        Ring = new RecordRing(MaxEntries);
        Values.Add(new Memory.MemoryRange((ulong)Ring.Data, 2 * Ring.Capacity, IsWritable: false)); // headers here are checked at each use
    }

    /// <summary>The records.</summary>
    public RecordRing Ring { get; }

    /// <summary>Tells the host's writers of room.</summary>
    public RingSignal Signal { get; } = new();

    /// <summary>Begins a drain: one at a time.</summary>
    /// <returns>0, or -errno.</returns>
    public long BeginDrain(ulong flags)
    {
        if ((flags & ~(NoWakeUp | ForceWakeUp)) != 0) return -(long)Errno.Invalid;
        return Interlocked.CompareExchange(ref _isBusy, 1, 0) == 0 ? 0 : -(long)Errno.Busy;
    }

    /// <summary>The next sample of a drain.</summary>
    /// <returns>0; -ENODATA (61) at the end; -EAGAIN for one that the host discarded, which counts among the samples looked at;
    /// other errors for what the host wrote wrongly.</returns>
    public long Peek(out byte* sample, out uint size)
    {
        sample = null;
        size = 0;
        ulong producer = Volatile.Read(ref *Ring.Producer);
        if (producer % 8 != 0) return -(long)Errno.Invalid;
        ulong consumer = Volatile.Read(ref *Ring.Consumer);
        if (consumer >= producer) return -(long)NoData;
        uint* header = Ring.HeaderAt(consumer);
        uint word = Volatile.Read(ref *header);
        uint length = word & ~(RecordRing.Busy | RecordRing.Discarded);
        ulong total = RecordRing.LengthOf(length);
        if (total > producer - consumer) return -(long)Errno.Invalid;
        if (total > Ring.Capacity || length > LongestSample) return -(long)Errno.TooBig;
        if ((word & RecordRing.Discarded) != 0)
        {
            Volatile.Write(ref *Ring.Consumer, consumer + total);
            return -(long)Errno.TryAgain;
        }
        if ((word & RecordRing.Busy) != 0) return -(long)NoData;
        sample = (byte*)header + RecordRing.HeaderSize;
        size = length;
        return 0;
    }

    /// <summary>Gives a sample's room back to the host.</summary>
    public void Release(uint size) => Volatile.Write(ref *Ring.Consumer, *Ring.Consumer + RecordRing.LengthOf(size));

    /// <summary>Ends a drain.</summary>
    /// <param name="samples">Samples looked at.</param>
    /// <param name="flags">Whether to wake the host's writers.</param>
    public void EndDrain(long samples, ulong flags)
    {
        Interlocked.Exchange(ref _isBusy, 0);
        if ((flags & ForceWakeUp) != 0 || (flags & NoWakeUp) == 0 && samples > 0) Signal.Set();
    }

    /// <inheritdoc/>
    protected override RingMemory OpenRing(bool isProducer) =>
        isProducer ? new VmRing(this, Ring, Signal, isProducer: true) : throw Refusal("read from a user ring buffer", Errno.NotPermitted);

    protected override Errno ReadElement(byte* key, byte* value, ulong flags) => Errno.NotSupported;

    protected override Errno WriteElement(byte* key, byte* value, ulong flags) => Errno.NotSupported;

    protected override Errno RemoveElement(byte* key) => Errno.NotSupported;

    protected override Errno FindNextKey(byte* key, byte* next) => Errno.NotSupported;
}
