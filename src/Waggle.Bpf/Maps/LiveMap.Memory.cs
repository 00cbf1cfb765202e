using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;

namespace Waggle.Bpf.Maps;

/// <summary>The single value of a data section, by byte offset.</summary>
public abstract unsafe partial class LiveMap
{
    private readonly Lock _memoryLock = new();
    private MapMemory? _memory;

    /// <summary>Reads a field of the first value, as a global variable is read.</summary>
    /// <param name="offset">Byte offset in the value.</param>
    /// <exception cref="ArgumentOutOfRangeException">The field does not lie in the value.</exception>
    public T Read<T>(int offset) where T : unmanaged
    {
        CheckField<T>(offset);
        if (TryShareMemory() is { } memory)
        {
            using var use = new MappingLease(memory);
            return Unsafe.ReadUnaligned<T>(memory.Address + offset);
        }
        byte[] value = new byte[ValueBufferSizeInBytes];
        TryLookup(stackalloc byte[KeySizeInBytes], value);
        return Unsafe.ReadUnaligned<T>(ref value[offset]);
    }

    /// <summary>Writes a field of the first value, as a global variable is written.</summary>
    /// <param name="offset">Byte offset in the value.</param>
    /// <param name="field">What to write.</param>
    /// <exception cref="ArgumentOutOfRangeException">The field does not lie in the value.</exception>
    /// <exception cref="BpfMapException">The map is frozen.</exception>
    /// <remarks>A map created with <c>BPF_F_MMAPABLE</c> is written in place. In any other the whole value is read and written
    /// back, and what a program writes to it meanwhile is lost.</remarks>
    public void Write<T>(int offset, T field) where T : unmanaged
    {
        CheckField<T>(offset);
        if (Spec.IsFrozen)
            throw new BpfMapException("write a global variable", ToString(), Errno.AccessDenied, "The map was frozen after load: set the value before.");
        if (TryShareMemory() is { } memory)
        {
            using var use = new MappingLease(memory);
            Unsafe.WriteUnaligned(memory.Address + offset, field);
            return;
        }
        byte[] value = new byte[ValueBufferSizeInBytes];
        TryLookup(stackalloc byte[KeySizeInBytes], value);
        Unsafe.WriteUnaligned(ref value[offset], field);
        Update(stackalloc byte[KeySizeInBytes], value);
    }

    private void CheckField<T>(int offset) where T : unmanaged
    {
        if (offset < 0 || offset > ValueSizeInBytes - sizeof(T))
            throw new ArgumentOutOfRangeException(nameof(offset), offset,
                $"A field of {sizeof(T)} bytes at {offset} is not inside the {ValueSizeInBytes} bytes of {ToString()}.");
    }

    /// <summary>The memory that programs and this process share, opened once and kept until the map is disposed.</summary>
    /// <exception cref="BpfException">The engine refused.</exception>
    protected internal MapMemory ShareMemory()
    {
        lock (_memoryLock)
        {
            return _memory ??= TryOpenMemory(isWritable: !Spec.IsFrozen, out Errno error) ?? throw (Type == MapType.Arena && error == Errno.Busy
                ? new BpfMapException("map an arena", ToString(), error, "It is mapped at another address: a process maps an arena once, and all processes at the same address.")
                : Refusal(Type == MapType.Arena ? "map an arena" : "map the memory of a map", error));
        }
    }

    private MapMemory? TryShareMemory() => (Spec.Flags & (uint)MapFlags.Mappable) == 0 ? null : ShareMemory();

    private readonly ref struct MappingLease
    {
        private readonly MapMemory _mapping;

        public MappingLease(MapMemory mapping)
        {
            bool isAdded = false;
            mapping.DangerousAddRef(ref isAdded);
            _mapping = mapping;
        }

        public void Dispose() => _mapping.DangerousRelease();
    }
}
