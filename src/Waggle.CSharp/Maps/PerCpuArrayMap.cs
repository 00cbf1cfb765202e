using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>An array that keeps each value once for each CPU, so that updates need no atomic operation (Linux 4.6).</summary>
/// <typeparam name="T">Type of a value.</typeparam>
[MapKind(MapType.PerCpuArray)]
public sealed class PerCpuArrayMap<T> where T : unmanaged
{
    /// <summary>This CPU's value at an index; does not exist if the index is past the end.</summary>
    public MapValue<T> Find(uint index) => new(ref MapHelpers.Lookup<uint, T>(this, in index));
}
