using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

/// <summary>What arrays have in common: an index, and a value that is always there.</summary>
/// <typeparam name="T">Type of a value.</typeparam>
public abstract class IndexedMap<T> where T : unmanaged
{
    private protected IndexedMap()
    {
    }

    /// <summary>Sets the value at an index; nothing happens if the index is past the end.</summary>
    [SuppressMessage("Design", "CA1044", Justification = "A lookup can fail: Find shows that.")]
    public T this[uint index]
    {
        set => MapHelpers.Update(this, in index, in value, MapHelpers.Any);
    }

    /// <summary>The value at an index; does not exist if the index is past the end.</summary>
    public MapValue<T> Find(uint index) => new(ref MapHelpers.Lookup<uint, T>(this, in index));

    /// <summary>Copies the value at an index.</summary>
    /// <returns>Whether the index is inside; if not, <paramref name="value"/> is zero.</returns>
    public bool TryGet(uint index, out T value)
    {
        ref T found = ref MapHelpers.Lookup<uint, T>(this, in index);
        if (Unsafe.IsNullRef(in found))
        {
            value = default;
            return false;
        }

        value = found;
        return true;
    }

    /// <summary>Calls a lambda for each entry (<c>bpf_for_each_map_elem</c>, Linux 5.13). Of a map for each CPU it sees this CPU's values.</summary>
    /// <param name="visitor">A static lambda or a static method.</param>
    /// <param name="state">What the lambda works on.</param>
    /// <returns>Entries visited.</returns>
    public long ForEach<TState>(EntryVisitor<uint, T, TState> visitor, ref TState state) where TState : unmanaged =>
        MapHelpers.ForEach(this, visitor, ref state, 0);
}
