using Waggle.Bpf.Maps;

namespace Waggle.CSharp;

/// <summary>What the maps in an <see cref="ArrayOfMaps{TMap}"/> or <see cref="HashOfMaps{TKey, TMap}"/> are created with. Before Linux 5.10
/// all maps that are put in must be as large as it says; since then only arrays that are not created with
/// <see cref="MapFlags.InnerMap"/>.</summary>
/// <param name="entries">How many entries each holds, at least 1; bytes for ring buffers.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class InnerMapAttribute(uint entries) : Attribute
{
    /// <summary>Entries; bytes for ring buffers.</summary>
    public uint Entries { get; } = entries;

    /// <summary>Flags of the kernel.</summary>
    public MapFlags Flags { get; init; }
}
