using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

/// <summary>What all maps with keys have in common.</summary>
/// <typeparam name="TKey">Key: compared byte by byte, so it must have no padding.</typeparam>
/// <typeparam name="TValue">Value.</typeparam>
public abstract class KeyedMap<TKey, TValue> where TKey : unmanaged where TValue : unmanaged
{
    private protected KeyedMap()
    {
    }

    /// <summary>Sets the value of a key, whether it was there or not.</summary>
    /// <remarks>If the table is full, nothing is set; use <see cref="Set"/> to see that.</remarks>
    [SuppressMessage("Design", "CA1044", Justification = "A lookup can fail: Find shows that.")]
    public TValue this[scoped in TKey key]
    {
        set => MapHelpers.Update(this, in key, in value, MapHelpers.Any);
    }

    /// <summary>Looks a key up.</summary>
    public MapValue<TValue> Find(scoped in TKey key) => new(ref MapHelpers.Lookup<TKey, TValue>(this, in key));

    /// <summary>Looks a key up and copies its value.</summary>
    /// <returns>Whether the key was there; if not, <paramref name="value"/> is zero.</returns>
    public bool TryGet(scoped in TKey key, out TValue value)
    {
        ref TValue found = ref MapHelpers.Lookup<TKey, TValue>(this, in key);
        if (Unsafe.IsNullRef(in found))
        {
            value = default;
            return false;
        }

        value = found;
        return true;
    }

    /// <summary>Sets the value of a key, whether it was there or not.</summary>
    /// <returns>Whether it was set: false if the table is full.</returns>
    public bool Set(scoped in TKey key, scoped in TValue value) => MapHelpers.Update(this, in key, in value, MapHelpers.Any) == 0;

    /// <summary>Changes the value of a key that is there.</summary>
    /// <returns>Whether it was there.</returns>
    public bool TryReplace(scoped in TKey key, scoped in TValue value) => MapHelpers.Update(this, in key, in value, MapHelpers.IfPresent) == 0;

    /// <summary>Adds a key that is not there yet; atomic among CPUs.</summary>
    /// <returns>Whether it was added: false if the key was there or the table is full.</returns>
    public bool TryAdd(scoped in TKey key, scoped in TValue value) => MapHelpers.Update(this, in key, in value, MapHelpers.IfAbsent) == 0;

    /// <summary>Removes a key.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(scoped in TKey key) => MapHelpers.Delete(this, in key) == 0;

    /// <summary>Copies the value of a key and removes it. The two steps are not one: another CPU may come between.</summary>
    /// <returns>Whether the key was there; if not, <paramref name="value"/> is zero.</returns>
    public bool TryRemove(scoped in TKey key, out TValue value)
    {
        ref TValue found = ref MapHelpers.Lookup<TKey, TValue>(this, in key);
        if (Unsafe.IsNullRef(in found))
        {
            value = default;
            return false;
        }

        value = found;
        MapHelpers.Delete(this, in key);
        return true;
    }

    /// <summary>Calls a lambda for each entry (<c>bpf_for_each_map_elem</c>, Linux 5.13). Of a map for each CPU it sees this CPU's values.</summary>
    /// <param name="visitor">A static lambda or a static method.</param>
    /// <param name="state">What the lambda works on.</param>
    /// <returns>Entries visited.</returns>
    public long ForEach<TState>(EntryVisitor<TKey, TValue, TState> visitor, ref TState state) where TState : unmanaged =>
        MapHelpers.ForEach(this, visitor, ref state, 0);
}
