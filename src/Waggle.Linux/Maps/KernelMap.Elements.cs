using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Maps;

/// <summary>The element commands on pointers; they allocate nothing unless they fail.</summary>
public sealed unsafe partial class KernelMap
{
    /// <summary>Removes a key.</summary>
    /// <param name="key"><see cref="KeySizeInBytes"/> bytes.</param>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="ArgumentException">The span has the wrong length.</exception>
    /// <exception cref="BpfMapException">The map is an array, which loses no elements, or frozen.</exception>
    public bool Remove(ReadOnlySpan<byte> key)
    {
        CheckLength(key.Length, KeySizeInBytes, nameof(key));
        fixed (byte* pointer = key)
            return TryDelete(pointer);
    }

    internal bool TryLookup(void* key, void* value) => TryInvoke(BpfCommand.BPF_MAP_LOOKUP_ELEM, "look up a key", key, value);

    /// <summary>Reads a value under its <c>bpf_spin_lock</c>.</summary>
    internal bool TryLookupLocked(void* key, void* value) => TryInvoke(BpfCommand.BPF_MAP_LOOKUP_ELEM, "look up a key under its lock", key, value, (ulong)UpdateMode.Locked);

    internal bool TryLookupAndDelete(void* key, void* value) =>
        TryInvoke(BpfCommand.BPF_MAP_LOOKUP_AND_DELETE_ELEM, "take a key", key, value);

    internal bool TryDelete(void* key) => TryInvoke(BpfCommand.BPF_MAP_DELETE_ELEM, "remove a key", key, null);

    /// <summary>The key behind one (null: the first one). False at the end.</summary>
    internal bool TryGetNextKey(void* key, void* next) => TryInvoke(BpfCommand.BPF_MAP_GET_NEXT_KEY, "go to the next key", key, next);

    internal Errno Update(void* key, void* value, UpdateMode mode) =>
        Invoke(BpfCommand.BPF_MAP_UPDATE_ELEM, key, value, (ulong)mode);

    internal BpfException UpdateError(Errno error) => KernelError.Map("write a key", ToString(), error);

    private bool TryInvoke(BpfCommand command, string operation, void* key, void* value, ulong flags = 0)
    {
        Errno error = Invoke(command, key, value, flags);
        return error switch
        {
            Errno.None => true,
            Errno.NoEntry => false,
            _ => throw KernelError.Map(operation, ToString(), error),
        };
    }

    // The path of every map operation. Nothing in it throws once the descriptor is held.
    private Errno Invoke(BpfCommand command, void* key, void* value, ulong flags)
    {
        var attr = new MapElementAttr { map_fd = Descriptor.Acquire(out bool isCounted), key = (ulong)key, value = (ulong)value, flags = flags };
        nint result = BpfCall.Invoke(command, ref attr);
        Errno error = result < 0 ? Libc.LastError : Errno.None;
        Descriptor.Release(isCounted);
        return error;
    }
}
