using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>A queue of records from user space (Linux 6.1). Sized by <see cref="MaxBytesAttribute"/>.</summary>
/// <typeparam name="T">Type of a record.</typeparam>
[MapKind(MapType.UserRingBuffer, Key = typeof(void))]
public sealed class UserRingBuffer<T> where T : unmanaged
{
    /// <summary>Calls a lambda for each record that waits (<c>bpf_user_ringbuf_drain</c>, Linux 6.1), at most 131,072.</summary>
    /// <param name="visitor">A static lambda or a static method; it takes the record by <see cref="DynamicPointer.TryRead"/>.</param>
    /// <param name="state">What the lambda works on: a variable, no value of a map.</param>
    /// <returns>Records taken, or a negative errno: -EBUSY if another program drains the buffer.</returns>
    public long Drain<TState>(RecordVisitor<TState> visitor, ref TState state) where TState : unmanaged => CallDrain(this, visitor, ref state, 0);

    [Helper(209, Since = "6.1")]
    private static long CallDrain<TState>(object map, RecordVisitor<TState> visitor, ref TState state, ulong flags) where TState : unmanaged
    {
        ulong callback = BpfHost.Current.AddressOfFunction((record, context, _, _) =>
            (ulong)visitor(ref BpfHost.At<DynamicPointer>(record), ref BpfHost.At<TState>(context)));
        return (long)BpfHost.Current.Call(209, BpfHost.Current.AddressOf(map), callback, BpfHost.Address(in state), flags);
    }
}
