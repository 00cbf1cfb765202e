using System.Collections.Immutable;
using Waggle.Bpf.Catalog;

namespace Waggle.Bpf.Objects;

/// <summary>A map that is described and not created yet.</summary>
/// <remarks>Mutable, so that a caller can change sizes between reading an object and loading it. Not thread-safe.</remarks>
public sealed class MapSpec
{
    /// <summary>Creates a description.</summary>
    /// <param name="name">Name in the object; the kernel keeps its first 15 characters.</param>
    /// <param name="type">Kind of map.</param>
    public MapSpec(string name, MapType type) => (Name, Type) = (name, type);

    /// <summary>Name in the object.</summary>
    public string Name { get; }

    /// <summary>Kind of map.</summary>
    public MapType Type { get; set; }

    /// <summary>Size of a key in bytes; 0 where the kind has no key.</summary>
    public int KeySizeInBytes { get; set; }

    /// <summary>Size of a value in bytes; 0 where the kind has no value.</summary>
    public int ValueSizeInBytes { get; set; }

    /// <summary>Number of entries; bytes for the ring-buffer kinds.</summary>
    public uint MaxEntries { get; set; }

    /// <summary><c>BPF_F_*</c> creation flags.</summary>
    public uint Flags { get; set; }

    /// <summary>What else the kind wants to know (<c>map_extra</c>): a Bloom filter's number of hash functions, 0 for 5.</summary>
    public ulong Extra { get; set; }

    /// <summary>Memory node to allocate on; counts only with <c>BPF_F_NUMA_NODE</c> in <see cref="Flags"/>.</summary>
    public uint NumaNode { get; set; }

    /// <summary>Whether the map lives on under its name in a BPF file system, where the next load finds it
    /// (<c>LIBBPF_PIN_BY_NAME</c>).</summary>
    public bool IsPinnedByName { get; set; }

    /// <summary>Name in the kernel, or null for <see cref="Name"/>. A data section's has the object's name before it, as libbpf's.</summary>
    public string? KernelName { get; set; }

    /// <summary>What a map of maps or a program array holds at first; empty for other kinds.</summary>
    public ImmutableArray<MapInitialEntry> InitialEntries { get; set; } = [];

    /// <summary>What the maps in a map of maps look like; null for other kinds. Its name and contents say nothing.</summary>
    public MapSpec? InnerMap { get; set; }

    /// <summary>The struct of operations that the map registers; null for other kinds.</summary>
    public StructOpsSpec? StructOps { get; set; }

    /// <summary>BTF id of the key in the object's BTF; 0 if unknown.</summary>
    public int KeyTypeId { get; set; }

    /// <summary>BTF id of the value in the object's BTF; 0 if unknown. For a data section: its <c>DATASEC</c>.</summary>
    public int ValueTypeId { get; set; }

    /// <summary>What an array's single value holds at first: the bytes of .data, .rodata or .bss; or what an arena starts with. Null for
    /// other maps.</summary>
    public byte[]? InitialValue { get; set; }

    /// <summary>Whether the map is frozen after <see cref="InitialValue"/> is written, as .rodata is.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>A description of its own, which changes of this one do not reach.</summary>
    public MapSpec Copy()
    {
        var copy = (MapSpec)MemberwiseClone();
        copy.InitialValue = InitialValue?.ToArray();
        copy.InnerMap = InnerMap?.Copy();
        return copy;
    }

    /// <summary>The map's name and kind.</summary>
    public override string ToString() => $"{Name} ({Type})";
}
