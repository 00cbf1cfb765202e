using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;

namespace Waggle.Bpf.Maps;

/// <summary>Memory that programs and this process share: up to 4 GiB, where a pointer that one stores the other can follow.</summary>
/// <remarks>Memory takes no room until it is touched: a page that this process touches first is a page of zeros from then on, in the
/// program too; a program takes pages with <c>bpf_arena_alloc_pages</c>. The memory stays mapped until the map is disposed, and the kernel
/// wants it at one address in all processes. Created with <see cref="MapFlags.Mappable"/>, no key and value, a number of pages as
/// entries, and optionally the address to map it at as <see cref="Objects.MapSpec.Extra"/>. Accesses are as atomic as the machine's own;
/// references and spans are valid until the map is disposed. Linux 6.9. Rules from <c>kernel/bpf/arena.c</c>.</remarks>
public sealed unsafe class ArenaMap
{
    private readonly MapMemory _memory;

    /// <summary>Looks at the memory of an arena.</summary>
    /// <exception cref="BpfMapException">The map is none, or it is mapped at another address by somebody else.</exception>
    public ArenaMap(LiveMap map)
    {
        MapView.CheckKind(map, "An ArenaMap", MapType.Arena);
        (Map, _memory) = (map, map.ShareMemory());
    }

    /// <summary>The map.</summary>
    public LiveMap Map { get; }

    /// <summary>Size in bytes.</summary>
    public long Length => (long)_memory.Length;

    /// <summary>Address of the first byte, in this process and in the pointers that programs store.</summary>
    public ulong Address => (ulong)_memory.Address;

    /// <summary>A part of the memory, to read and write.</summary>
    /// <param name="offset">First byte.</param>
    /// <param name="length">Bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie in the arena.</exception>
    /// <exception cref="ObjectDisposedException">The map is disposed.</exception>
    public Span<byte> Slice(long offset, int length) => new(At(offset, length), length);

    /// <summary>A value in the memory, to read and write.</summary>
    /// <param name="offset">Its first byte.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value does not lie in the arena.</exception>
    /// <exception cref="ObjectDisposedException">The map is disposed.</exception>
    public ref T Ref<T>(long offset) where T : unmanaged => ref Unsafe.AsRef<T>(At(offset, sizeof(T)));

    /// <summary>The value that a pointer of a program points to.</summary>
    /// <param name="pointer">The pointer as the program stored it.</param>
    /// <exception cref="ArgumentOutOfRangeException">It points outside the arena; null too.</exception>
    /// <exception cref="ObjectDisposedException">The map is disposed.</exception>
    public ref T Follow<T>(ulong pointer) where T : unmanaged => ref Ref<T>((long)(pointer - Address));

    private byte* At(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_memory.IsClosed, this);
        if (length < 0 || offset < 0 || offset > Length - length)
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"{length} bytes at {offset} are not inside the {Length} bytes of {Map}.");
        return _memory.Address + offset;
    }
}
