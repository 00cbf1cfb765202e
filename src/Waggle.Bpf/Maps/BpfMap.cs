using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;

namespace Waggle.Bpf.Maps;

/// <summary>A map with typed keys and values: hash, array, LRU hash and their kin with one value for each key.</summary>
/// <typeparam name="TKey">Key, laid out as the program lays it out.</typeparam>
/// <typeparam name="TValue">Value, laid out as the program lays it out.</typeparam>
/// <remarks>A view: it does not own the map. Thread-safe; each operation is one system call and allocates nothing.</remarks>
public sealed unsafe class BpfMap<TKey, TValue> where TKey : unmanaged where TValue : unmanaged
{
    /// <summary>Looks at a map through types.</summary>
    /// <param name="map">The map.</param>
    /// <param name="check">What to compare; by default each field, where the map's BTF is known.</param>
    /// <exception cref="BpfMapException">Key or value differ in size, or a field in place, size or kind; the text names it and both types; or the map has a value for each CPU.</exception>
    public BpfMap(LiveMap map, LayoutCheck check = LayoutCheck.Fields)
    {
        ArgumentNullException.ThrowIfNull(map);
        MapView.CheckLayout<TKey, TValue>(map, check);
        if (map.Type.IsPerCpu())
            throw new BpfMapException("open a map", map.ToString(), Errno.None, "It has a value for each CPU: open it as a PerCpuMap.");
        Map = map;
    }

    /// <summary>The map.</summary>
    public LiveMap Map { get; }

    /// <summary>The value of a key.</summary>
    /// <exception cref="KeyNotFoundException">Read: the key is not there.</exception>
    /// <exception cref="BpfMapException">Write: the map is full or frozen.</exception>
    public TValue this[TKey key]
    {
        get => TryGet(key, out TValue value) ? value : throw new KeyNotFoundException($"Key {key} is not in {Map}.");
        set => Set(key, value);
    }

    /// <summary>Reads the value of a key.</summary>
    /// <returns>Whether the key is there.</returns>
    public bool TryGet(in TKey key, out TValue value)
    {
        TKey keyCopy = key;
        Unsafe.SkipInit(out value);
        fixed (TValue* valuePointer = &value)
        {
            if (Map.TryLookup(&keyCopy, valuePointer)) return true;
        }
        value = default;
        return false;
    }

    /// <summary>Reads the value of a key under the value's <c>bpf_spin_lock</c>, so that no half-written one is seen (Linux 5.1).</summary>
    /// <remarks>The lock itself reads as zero. Writing: <see cref="UpdateMode.Locked"/>.</remarks>
    /// <returns>Whether the key is there.</returns>
    /// <exception cref="BpfException">The map's values have no lock.</exception>
    public bool TryGetLocked(in TKey key, out TValue value)
    {
        TKey keyCopy = key;
        Unsafe.SkipInit(out value);
        fixed (TValue* valuePointer = &value)
        {
            if (Map.TryLookupLocked(&keyCopy, valuePointer)) return true;
        }
        value = default;
        return false;
    }

    /// <summary>Writes the value of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="mode">What to do about a key that is or is not there.</param>
    /// <exception cref="BpfMapException">The map is full or frozen, or the mode forbids it.</exception>
    public void Set(in TKey key, in TValue value, UpdateMode mode = UpdateMode.AddOrReplace)
    {
        Errno error = Update(key, value, mode);
        if (error != Errno.None) throw Map.UpdateError(error);
    }

    /// <summary>Adds a key.</summary>
    /// <returns>False if it is there already, and then nothing has changed.</returns>
    /// <exception cref="BpfMapException">The map is full or frozen.</exception>
    public bool TryAdd(in TKey key, in TValue value) => Update(key, value, UpdateMode.Add) switch
    {
        Errno.None => true,
        Errno.Exists => false,
        Errno error => throw Map.UpdateError(error),
    };

    /// <summary>Removes a key.</summary>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="BpfMapException">The map is an array, which loses no elements, or frozen.</exception>
    public bool Remove(in TKey key)
    {
        TKey keyCopy = key;
        return Map.TryDelete(&keyCopy);
    }

    /// <summary>Reads and removes a key in one step that no program can come between.</summary>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="BpfNotSupportedException">The kernel is older than Linux 5.14, or the map no hash table.</exception>
    public bool TryTake(in TKey key, out TValue value)
    {
        TKey keyCopy = key;
        Unsafe.SkipInit(out value);
        fixed (TValue* valuePointer = &value)
        {
            if (Map.TryLookupAndDelete(&keyCopy, valuePointer)) return true;
        }
        value = default;
        return false;
    }

    /// <summary>Goes over the elements; programs and other threads may change the map meanwhile.</summary>
    /// <remarks>An element that stays is seen once, one that comes or goes meanwhile may be seen or not (Linux 5.6 and later).
    /// Removing the current element is safe.</remarks>
    public Enumerator GetEnumerator() => new(Map, isTaking: false);

    /// <summary>Reads all elements, in batches where the kernel has them.</summary>
    public IReadOnlyList<KeyValuePair<TKey, TValue>> ReadAll() => Collect(isTaking: false);

    /// <summary>Reads and removes all elements, in batches where the kernel has them: no count is lost between the two.</summary>
    /// <exception cref="BpfException">The map is an array, which loses no elements.</exception>
    public IReadOnlyList<KeyValuePair<TKey, TValue>> TakeAll() => Collect(isTaking: true);

    private List<KeyValuePair<TKey, TValue>> Collect(bool isTaking)
    {
        if (isTaking && Map.Type == MapType.Array)
            throw new BpfMapException("take the elements of a map", Map.ToString(), Errno.None, "An array loses no elements: read them, and write zeros.");
        var result = new List<KeyValuePair<TKey, TValue>>();
        using var elements = new Enumerator(Map, isTaking);
        while (elements.MoveNext()) result.Add(elements.Current);
        return result;
    }

    private Errno Update(in TKey key, in TValue value, UpdateMode mode)
    {
        TKey keyCopy = key;
        fixed (TValue* valuePointer = &value)
            return Map.Update(&keyCopy, valuePointer, (ulong)mode);
    }

    /// <summary>Goes over the elements with rented buffers; dispose it to give them back.</summary>
    public struct Enumerator : IDisposable
    {
        private ElementCursor _cursor;

        internal Enumerator(LiveMap map, bool isTaking) => _cursor = new ElementCursor(map, isTaking);

        /// <summary>The current element.</summary>
        public readonly KeyValuePair<TKey, TValue> Current =>
            new(Unsafe.ReadUnaligned<TKey>(in _cursor.Key[0]), Unsafe.ReadUnaligned<TValue>(in _cursor.Value[0]));

        /// <summary>Goes to the next element.</summary>
        /// <exception cref="BpfException">The kernel refused to go on.</exception>
        public bool MoveNext() => _cursor.MoveNext();

        /// <summary>Gives the buffers back.</summary>
        public void Dispose() => _cursor.Dispose();
    }
}
