using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>A hash table that keeps a value of each key for each CPU, so that updates need no atomic operation (Linux 4.6). Members mean this CPU's value;
/// adding a key sets the other CPUs' to zero.</summary>
/// <typeparam name="TKey">Key: compared byte by byte, so it must have no padding.</typeparam>
/// <typeparam name="TValue">Value.</typeparam>
[MapKind(MapType.PerCpuHash)]
public sealed class PerCpuHashMap<TKey, TValue> : KeyedMap<TKey, TValue> where TKey : unmanaged where TValue : unmanaged
{
    /// <summary>Looks up another CPU's value of a key (<c>bpf_map_lookup_percpu_elem</c>, Linux 5.19).</summary>
    public MapValue<TValue> FindOn(uint cpu, scoped in TKey key) => new(ref MapHelpers.LookupOnCpu<TKey, TValue>(this, in key, cpu));
}
