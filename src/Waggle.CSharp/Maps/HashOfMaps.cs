using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>Maps by key (Linux 4.12). User code puts them in and exchanges them while programs run; programs look them up.</summary>
/// <typeparam name="TKey">Key: compared byte by byte, so it must have no padding.</typeparam>
/// <typeparam name="TMap">What the maps are, such as <c>ArrayMap&lt;ulong&gt;</c>. <see cref="InnerMapAttribute"/> says how large.</typeparam>
[MapKind(MapType.HashOfMaps, Value = typeof(uint))]
public sealed class HashOfMaps<TKey, TMap> where TKey : unmanaged where TMap : class
{
    /// <summary>The map of a key.</summary>
    /// <returns>The map, to be used before the program ends; null if no map was put there.</returns>
    public TMap? Find(scoped in TKey key) => MapHelpers.LookupMap<TKey, TMap>(this, in key);
}
