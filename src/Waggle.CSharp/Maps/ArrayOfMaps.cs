using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>Maps by index (Linux 4.12). User code puts them in and exchanges them while programs run; programs look them up.</summary>
/// <typeparam name="TMap">What the maps are, such as <c>HashMap&lt;uint, ulong&gt;</c>. <see cref="InnerMapAttribute"/> says how large.</typeparam>
[MapKind(MapType.ArrayOfMaps, Key = typeof(uint), Value = typeof(uint), Entries = 1)]
public sealed class ArrayOfMaps<TMap> where TMap : class
{
    /// <summary>The map at an index.</summary>
    /// <returns>The map, to be used before the program ends; null if the index is past the end or no map was put there.</returns>
    public TMap? Find(uint index) => MapHelpers.LookupMap<uint, TMap>(this, in index);
}
