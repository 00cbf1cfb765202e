using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>An array that keeps each value once for each CPU, so that updates need no atomic operation (Linux 4.6). Members mean this CPU's
/// value.</summary>
/// <typeparam name="T">Type of a value.</typeparam>
[MapKind(MapType.PerCpuArray, Entries = 1)]
public sealed class PerCpuArrayMap<T> : IndexedMap<T> where T : unmanaged
{
    /// <summary>Another CPU's value at an index (<c>bpf_map_lookup_percpu_elem</c>, Linux 5.19).</summary>
    public MapValue<T> FindOn(uint cpu, uint index) => new(ref MapHelpers.LookupOnCpu<uint, T>(this, in index, cpu));
}
