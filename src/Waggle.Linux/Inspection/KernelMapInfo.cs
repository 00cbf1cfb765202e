using Waggle.Bpf.Catalog;
using Waggle.Bpf.Maps;

namespace Waggle.Linux.Inspection;

/// <summary>What the kernel says of a map, the same as <c>bpftool map</c> shows.</summary>
/// <remarks>Immutable. Source: <c>struct bpf_map_info</c> and the map's fdinfo, Linux 6.18.</remarks>
public sealed record KernelMapInfo
{
    /// <summary>The kernel's number for it.</summary>
    public required uint Id { get; init; }

    /// <summary>Kind of map.</summary>
    public required MapType Type { get; init; }

    /// <summary>Name, at most 15 characters; "" if it has none.</summary>
    public required string Name { get; init; }

    /// <summary>Size of a key in bytes.</summary>
    public required int KeySizeInBytes { get; init; }

    /// <summary>Size of a value in bytes, of one CPU's where there is one for each.</summary>
    public required int ValueSizeInBytes { get; init; }

    /// <summary>Number of entries, or bytes for a ring buffer.</summary>
    public required uint MaxEntries { get; init; }

    /// <summary>How it was created.</summary>
    public required MapFlags Flags { get; init; }

    /// <summary>What else its kind wanted to know (<c>map_extra</c>).</summary>
    public required ulong Extra { get; init; }

    /// <summary>Memory that is charged for it, in bytes.</summary>
    public required ulong LockedMemoryInBytes { get; init; }

    /// <summary>Whether it was frozen: read-only for system calls (Linux 5.3).</summary>
    public required bool IsFrozen { get; init; }

    /// <summary>Number of its BTF object; 0 if it has none.</summary>
    public required uint BtfId { get; init; }

    /// <summary>Type of a key there; 0 if it is not known.</summary>
    public required uint KeyTypeId { get; init; }

    /// <summary>Type of a value there; 0 if it is not known.</summary>
    public required uint ValueTypeId { get; init; }

    /// <summary>Type of a struct_ops map's value in the kernel's own BTF; 0 for others.</summary>
    public required uint KernelValueTypeId { get; init; }
}
