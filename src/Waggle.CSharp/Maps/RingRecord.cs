using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

/// <summary>Room for one record in a ring buffer, until it is submitted or discarded.</summary>
/// <typeparam name="T">Type of the record.</typeparam>
/// <remarks>The room holds what was there before: fill every field. Check <see cref="Exists"/> first.</remarks>
public ref struct RingRecord<T> where T : unmanaged
{
    private readonly RingBuffer<T> _ring;
    private readonly ref T _value;
    private bool _isSubmitted;

    internal RingRecord(RingBuffer<T> ring, ref T value)
    {
        _ring = ring;
        _value = ref value;
    }

    /// <summary>Whether there was room.</summary>
    public readonly bool Exists => !Unsafe.IsNullRef(in _value);

    /// <summary>The record, in the buffer itself.</summary>
    public readonly ref T Value => ref _value;

    /// <summary>Hands the record to user space and wakes the reader if it waits; see <see cref="RingWakeup"/>.</summary>
    public void Submit() => Submit(RingWakeup.IfWaiting);

    /// <summary>Hands the record to user space.</summary>
    /// <param name="wakeup">Whether the reader is woken: a constant.</param>
    public void Submit(RingWakeup wakeup)
    {
        SubmitRecord(ref _value, (ulong)wakeup);
        _isSubmitted = true;
        _ring.Count(RingBuffer<T>.Submitted);
    }

    /// <summary>Gives the room back unless the record was submitted. Called at the end of a <c>using</c> scope.</summary>
    public readonly void Dispose()
    {
        if (Exists && !_isSubmitted) DiscardRecord(ref _value, (ulong)RingWakeup.Never);
    }

    [Helper(132, Since = "5.8")]
    private static void SubmitRecord(ref T record, ulong flags) => BpfHost.Current.Call(132, BpfHost.Address(in record), flags);

    [Helper(133, Since = "5.8")]
    private static void DiscardRecord(ref T record, ulong flags) => BpfHost.Current.Call(133, BpfHost.Address(in record), flags);
}
