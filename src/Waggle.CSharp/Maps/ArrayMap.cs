using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>An array shared by all CPUs and user space, its values zero at first (Linux 3.19).</summary>
/// <typeparam name="T">Type of a value.</typeparam>
[MapKind(MapType.Array, Entries = 1)]
public sealed class ArrayMap<T> : IndexedMap<T> where T : unmanaged;
