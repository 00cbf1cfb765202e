using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Maps;

namespace Waggle.CSharp;

/// <summary>Memory that programs and user space share, with pointers that both can follow (Linux 6.9). <see cref="MaxEntriesAttribute"/> says how
/// many pages it may take, up to 4 GiB. An object has one.</summary>
/// <remarks>Pages are there once they are allocated, by a program that may sleep or by user space touching them. What a pointer to no page reads
/// is zero, and what is written there is lost: no access can do harm.</remarks>
[MapKind(MapType.Arena, Key = typeof(void), Entries = 256, Flags = MapFlags.Mappable)]
public sealed unsafe class Arena
{
    private const int AnyNode = -1; // NUMA_NO_NODE
    private const uint PageSize = 4096;

    /// <summary>What a pointer points to.</summary>
    public ref T At<T>(ArenaPointer<T> pointer) where T : unmanaged => ref Unsafe.AsRef<T>(Place(this, pointer.Address));

    /// <summary>Takes pages (<c>bpf_arena_alloc_pages</c>, Linux 6.9). For programs that may sleep.</summary>
    /// <param name="pages">How many, in one piece.</param>
    /// <returns>Where they are, zeroed; null if there is no room.</returns>
    public ArenaPointer<T> AllocatePages<T>(uint pages) where T : unmanaged => new((ulong)AllocatePages(this, null, pages, AnyNode, 0));

    /// <summary>Takes the pages that so many items need. For programs that may sleep.</summary>
    /// <returns>Where they are, zeroed; null if there is no room.</returns>
    public ArenaPointer<T> Allocate<T>(uint count = 1) where T : unmanaged => AllocatePages<T>((count * (uint)sizeof(T) + PageSize - 1) / PageSize);

    /// <summary>Gives pages back (<c>bpf_arena_free_pages</c>, Linux 6.9). For programs that may sleep.</summary>
    public void FreePages<T>(ArenaPointer<T> first, uint pages) where T : unmanaged => FreePages(this, (void*)first.Address, pages);

    [Intrinsic]
    private static void* Place(Arena arena, ulong address) => (void*)address;

    [KernelFunction("bpf_arena_alloc_pages", Since = "6.9")]
    private static void* AllocatePages(object map, void* at, uint pages, int node, ulong flags) => throw OutsideOfBpf.Call();

    [KernelFunction("bpf_arena_free_pages", Since = "6.9")]
    private static void FreePages(object map, void* at, uint pages) => throw OutsideOfBpf.Call();
}
