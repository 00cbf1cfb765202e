using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>Says which kind of kernel map a C# type stands for.</summary>
/// <remarks>Generic arguments give key and value: two are key and value, one is the value of an array (whose key is a
/// 32-bit index) or the record of a ring buffer. An instance field of a map type inside a map type is a companion map, named
/// after both: field <c>_counts</c> of the map <c>events</c> is the map <c>events.counts</c>.</remarks>
/// <param name="type">Kind of map.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MapKindAttribute(MapType type) : Attribute
{
    /// <summary>Kind of map.</summary>
    public MapType Type { get; } = type;
}
