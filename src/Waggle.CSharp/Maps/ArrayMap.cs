using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>An array shared by all CPUs and user space, its values zero at first (Linux 3.19).</summary>
/// <typeparam name="T">Type of a value.</typeparam>
[MapKind(MapType.Array)]
public sealed class ArrayMap<T> where T : unmanaged
{
    /// <summary>The value at an index; does not exist if the index is past the end.</summary>
    public MapValue<T> Find(uint index) => new(ref MapHelpers.Lookup<uint, T>(this, in index));
}
