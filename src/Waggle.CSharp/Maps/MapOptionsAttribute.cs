using Waggle.Bpf.Maps;

namespace Waggle.CSharp;

/// <summary>How a map is created, beyond its kind.</summary>
/// <param name="flags">Flags of the kernel, such as <see cref="MapFlags.NoPreallocation"/>.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class MapOptionsAttribute(MapFlags flags = MapFlags.None) : Attribute
{
    /// <summary>Flags of the kernel.</summary>
    public MapFlags Flags { get; } = flags;

    /// <summary>Whether the map lives on under its name in a BPF file system, where the next load finds it.</summary>
    public bool IsPinned { get; init; }
}
