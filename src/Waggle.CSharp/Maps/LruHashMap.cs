using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>A hash table that makes room by dropping entries that were not used for longest (Linux 4.10).</summary>
/// <typeparam name="TKey">Key: compared byte by byte, so it must have no padding.</typeparam>
/// <typeparam name="TValue">Value.</typeparam>
[MapKind(MapType.LruHash)]
public sealed class LruHashMap<TKey, TValue> : KeyedMap<TKey, TValue> where TKey : unmanaged where TValue : unmanaged;
