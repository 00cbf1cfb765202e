using Waggle.Bpf.Catalog;
using Waggle.Bpf.Maps;

namespace Waggle.CSharp;

/// <summary>Says which kind of kernel map a C# type stands for.</summary>
/// <remarks>Key and value are the type's generic arguments, unless <see cref="Key"/> or <see cref="Value"/> says them: two arguments are key
/// and value; one is whichever is not said, and if neither is, the value of a map with a 32-bit index. A map type as the last argument is what a map of maps holds. An instance field of a map type
/// inside a map type is a companion map, named after both: field <c>_counts</c> of the map <c>events</c> is the map
/// <c>events.counts</c>.</remarks>
/// <param name="type">Kind of map.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MapKindAttribute(MapType type) : Attribute
{
    /// <summary>Kind of map.</summary>
    public MapType Type { get; } = type;

    /// <summary>Type of a key; <c>typeof(void)</c> for a map without keys.</summary>
    public Type? Key { get; init; }

    /// <summary>Type of a value.</summary>
    public Type? Value { get; init; }

    /// <summary>How many entries a map holds that does not say: <see cref="MaxEntriesAttribute"/>.</summary>
    public uint Entries { get; init; } = 10_240;

    /// <summary>Flags that every map of this kind is created with.</summary>
    public MapFlags Flags { get; init; }
}
