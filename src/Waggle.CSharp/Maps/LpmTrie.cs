using Waggle.Bpf.Catalog;
using Waggle.Bpf.Maps;

namespace Waggle.CSharp;

/// <summary>A table that finds the longest prefix that a key starts with, as routing tables do (Linux 4.11).</summary>
/// <typeparam name="TKey">Key: compared byte by byte, so it must have no padding.</typeparam>
/// <typeparam name="TValue">Value.</typeparam>
/// <remarks>A key is a struct with the prefix's length in bits first, as <see cref="uint"/>, and then its bytes with the highest bit first, such as
/// <see cref="IPv4Prefix"/>. A lookup gives the length of the whole key.</remarks>
[MapKind(MapType.LpmTrie, Flags = MapFlags.NoPreallocation)]
public sealed class LpmTrie<TKey, TValue> : KeyedMap<TKey, TValue> where TKey : unmanaged where TValue : unmanaged;
