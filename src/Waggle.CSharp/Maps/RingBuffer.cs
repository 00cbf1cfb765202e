using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>A queue of records to user space, shared by all CPUs and in order (Linux 5.8).</summary>
/// <typeparam name="T">Type of a record.</typeparam>
/// <remarks>Nothing is lost silently: the companion map <c>.counts</c> counts, on each CPU, the records submitted and those
/// for which there was no room. Helpers from kernel/bpf/ringbuf.c.</remarks>
[MapKind(MapType.RingBuffer)]
public sealed class RingBuffer<T> where T : unmanaged
{
    internal const uint Submitted = 0; // index in the companion map
    internal const uint Lost = 1;

    [MaxEntries(2)]
    private readonly PerCpuArrayMap<ulong> _counts = new();

    /// <summary>Takes room for a record. The record must be kept in a <c>using</c> variable: it is discarded at the end of the
    /// scope unless it was submitted.</summary>
    /// <returns>The record; it does not exist if the buffer is full, which is counted.</returns>
    public RingRecord<T> Reserve()
    {
        ref T value = ref ReserveBytes(this, (ulong)Unsafe.SizeOf<T>(), 0);
        if (Unsafe.IsNullRef(in value)) Count(Lost);
        return new RingRecord<T>(this, ref value);
    }

    internal void Count(uint index)
    {
        MapValue<ulong> count = _counts.Find(index);
        if (count.Exists) count.Value++;
    }

    [Helper(131, Since = "5.8")]
    private static ref T ReserveBytes(RingBuffer<T> ring, ulong size, ulong flags) => throw OutsideOfBpf.Call();
}
