using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>A hash table shared by all CPUs and user space (Linux 3.19).</summary>
/// <typeparam name="TKey">Key: compared byte by byte, so it must have no padding.</typeparam>
/// <typeparam name="TValue">Value.</typeparam>
[MapKind(MapType.Hash)]
public sealed class HashMap<TKey, TValue> : KeyedMap<TKey, TValue> where TKey : unmanaged where TValue : unmanaged;
