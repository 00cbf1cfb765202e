using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;

namespace Waggle.Bpf.Maps;

/// <summary>A Bloom filter: a set that answers "not there" for certain and "there" with a chance of error.</summary>
/// <typeparam name="TValue">Value, laid out as the program lays it out; all its bytes count, padding too.</typeparam>
/// <remarks>A view: it does not own the map. Thread-safe; each operation is one system call and allocates nothing. Values can't be
/// removed or listed. <see cref="Objects.MapSpec.MaxEntries"/> is how many values keep the chance of error low, no limit, and
/// <see cref="Objects.MapSpec.Extra"/> the number of hash functions. Linux 5.16. Rules from <c>kernel/bpf/bloom_filter.c</c>.</remarks>
public sealed unsafe class BloomFilterMap<TValue> where TValue : unmanaged
{
    /// <summary>Looks at a map through types.</summary>
    /// <exception cref="BpfMapException">The map is no Bloom filter, or its values have another size.</exception>
    public BloomFilterMap(LiveMap map)
    {
        MapView.CheckKind(map, "A BloomFilterMap", MapType.BloomFilter);
        MapView.CheckValueSize<TValue>(map);
        Map = map;
    }

    /// <summary>The map.</summary>
    public LiveMap Map { get; }

    /// <summary>Adds a value.</summary>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public void Add(in TValue value)
    {
        fixed (TValue* pointer = &value)
        {
            Errno error = Map.Update(null, pointer, (ulong)UpdateMode.AddOrReplace);
            if (error != Errno.None) throw Map.Refusal("add a value", error);
        }
    }

    /// <summary>Whether a value was added: true may be wrong, false is certain.</summary>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public bool MightContain(in TValue value)
    {
        TValue copy = value; // the command may write to its value
        return Map.TryLookup(null, &copy);
    }
}
