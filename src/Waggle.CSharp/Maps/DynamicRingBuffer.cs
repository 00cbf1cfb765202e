using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>A ring buffer for records whose length is known only when they are made (Linux 5.19).</summary>
/// <remarks>Every reserved record must be submitted or discarded, also where there was no room: the verifier insists. Nothing counts the lost ones.</remarks>
[MapKind(MapType.RingBuffer, Key = typeof(void))]
public sealed class DynamicRingBuffer
{
    /// <summary>Takes room for a record (<c>bpf_ringbuf_reserve_dynptr</c>, Linux 5.19).</summary>
    /// <param name="size">Bytes.</param>
    /// <param name="record">The room; without any if this returns false, and to be discarded all the same.</param>
    /// <returns>Whether there was room.</returns>
    public bool TryReserve(uint size, ref DynamicPointer record) => DynamicPointer.Reserve(this, size, 0, ref record) == 0;

    /// <summary>Hands a record to user space (<c>bpf_ringbuf_submit_dynptr</c>, Linux 5.19).</summary>
    public static void Submit(ref DynamicPointer record, RingWakeup wakeup = RingWakeup.IfWaiting) => DynamicPointer.Submit(ref record, (ulong)wakeup);

    /// <summary>Gives the room back (<c>bpf_ringbuf_discard_dynptr</c>, Linux 5.19).</summary>
    public static void Discard(ref DynamicPointer record) => DynamicPointer.Discard(ref record, (ulong)RingWakeup.Never);
}
