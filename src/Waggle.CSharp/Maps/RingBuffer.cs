using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>A queue of records to user space, shared by all CPUs and in order (Linux 5.8).</summary>
/// <typeparam name="T">Type of a record.</typeparam>
/// <remarks>Nothing is lost silently: the companion map <c>.counts</c> counts, on each CPU, the records submitted and those
/// for which there was no room. Helpers from kernel/bpf/ringbuf.c.</remarks>
[MapKind(MapType.RingBuffer, Key = typeof(void))]
public sealed class RingBuffer<T> where T : unmanaged
{
    internal const uint Submitted = 0; // index in the companion map
    internal const uint Lost = 1;

    [MaxEntries(2)]
    private readonly PerCpuArrayMap<ulong> _counts = new();

    /// <summary>Bytes that the reader has not read yet (<c>bpf_ringbuf_query</c>, Linux 5.8).</summary>
    public ulong PendingBytes => Query(this, 0);

    /// <summary>Size of the data area in bytes.</summary>
    public ulong SizeInBytes => Query(this, 1);

    /// <summary>Takes room for a record. The record must be kept in a <c>using</c> variable: it is discarded at the end of the
    /// scope unless it was submitted.</summary>
    /// <returns>The record; it does not exist if the buffer is full, which is counted.</returns>
    public RingRecord<T> Reserve()
    {
        ref T value = ref ReserveBytes(this, (ulong)Unsafe.SizeOf<T>(), 0);
        if (Unsafe.IsNullRef(in value)) Count(Lost);
        return new RingRecord<T>(this, ref value);
    }

    /// <summary>Copies a record into the buffer (<c>bpf_ringbuf_output</c>, Linux 5.8). <see cref="Reserve"/> saves the copy.</summary>
    /// <param name="record">The record.</param>
    /// <param name="wakeup">Whether the reader is woken: a constant.</param>
    /// <returns>Whether there was room; if not, it is counted.</returns>
    public bool TrySend(scoped in T record, RingWakeup wakeup = RingWakeup.IfWaiting)
    {
        bool isSent = Output(this, in record, (ulong)Unsafe.SizeOf<T>(), (ulong)wakeup) == 0;
        Count(isSent ? Submitted : Lost);
        return isSent;
    }

    internal void Count(uint index)
    {
        MapValue<ulong> count = _counts.Find(index);
        if (count.Exists) count.Value++;
    }

    [Helper(130, Since = "5.8")]
    private static long Output(RingBuffer<T> ring, scoped ref readonly T record, ulong size, ulong flags) =>
        (long)BpfHost.Current.Call(130, BpfHost.Current.AddressOf(ring), BpfHost.Address(in record), size, flags);

    [Helper(131, Since = "5.8")]
    private static ref T ReserveBytes(RingBuffer<T> ring, ulong size, ulong flags) =>
        ref BpfHost.At<T>(BpfHost.Current.Call(131, BpfHost.Current.AddressOf(ring), size, flags));

    [Helper(134, Since = "5.8")]
    private static ulong Query(RingBuffer<T> ring, ulong what) => BpfHost.Current.Call(134, BpfHost.Current.AddressOf(ring), what);
}
