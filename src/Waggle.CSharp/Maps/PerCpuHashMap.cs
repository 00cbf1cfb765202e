using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>A hash table that keeps a value of each key for each CPU, so that updates need no atomic operation (Linux 4.6).</summary>
/// <typeparam name="TKey">Key: compared byte by byte, so it must have no padding.</typeparam>
/// <typeparam name="TValue">Value.</typeparam>
[MapKind(MapType.PerCpuHash)]
public sealed class PerCpuHashMap<TKey, TValue> where TKey : unmanaged where TValue : unmanaged
{
    /// <summary>Looks up this CPU's value of a key.</summary>
    public MapValue<TValue> Find(scoped in TKey key) => new(ref MapHelpers.Lookup<TKey, TValue>(this, in key));

    /// <summary>Adds a key with this CPU's value, and zero for the other CPUs.</summary>
    /// <returns>Whether it was added: false if the key was there or the table is full.</returns>
    public bool TryAdd(scoped in TKey key, scoped in TValue value) => MapHelpers.Update(this, in key, in value, MapHelpers.IfAbsent) == 0;

    /// <summary>Removes a key on all CPUs.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(scoped in TKey key) => MapHelpers.Delete(this, in key) == 0;
}
