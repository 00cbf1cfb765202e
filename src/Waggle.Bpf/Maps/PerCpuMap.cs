using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Waggle.Bpf.Errors;

namespace Waggle.Bpf.Maps;

/// <summary>A map with a value for each key and CPU: per-CPU hash, per-CPU array and per-CPU LRU hash.</summary>
/// <typeparam name="TKey">Key, laid out as the program lays it out.</typeparam>
/// <typeparam name="TValue">One CPU's value, laid out as the program lays it out.</typeparam>
/// <remarks>A view: it does not own the map. Thread-safe; each operation is one system call and allocates nothing.
/// The values of one key are not read at one instant: the CPUs go on counting.</remarks>
public sealed unsafe class PerCpuMap<TKey, TValue> where TKey : unmanaged where TValue : unmanaged
{
    // The kernel puts each CPU's value at a multiple of 8 (bpf_map_value_size in kernel/bpf/syscall.c).
    private static readonly int s_stride = LiveMap.RoundUpTo8(sizeof(TValue));

    /// <summary>Looks at a map through types.</summary>
    /// <param name="map">The map.</param>
    /// <param name="check">What to compare; by default each field, where the map's BTF is known.</param>
    /// <exception cref="BpfMapException">Key or value differ in size, or a field in place, size or kind; the text names it and both types; or the map has one value for all CPUs.</exception>
    public PerCpuMap(LiveMap map, LayoutCheck check = LayoutCheck.Fields)
    {
        ArgumentNullException.ThrowIfNull(map);
        MapView.CheckLayout<TKey, TValue>(map, check);
        if (!map.Type.IsPerCpu())
            throw new BpfMapException("open a map", map.ToString(), Errno.None, "It has one value for all CPUs: open it as a BpfMap.");
        Map = map;
    }

    /// <summary>The map.</summary>
    public LiveMap Map { get; }

    /// <summary>Number of values of a key: one for each CPU that could ever be plugged in.</summary>
    public int CpuCount => Map.CpuCount;

    /// <summary>Reads the values of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="values">Receives a value for each CPU, in order of CPU number; at least <see cref="CpuCount"/> long.</param>
    /// <returns>Whether the key is there.</returns>
    /// <exception cref="ArgumentException"><paramref name="values"/> is too short.</exception>
    public bool TryGet(in TKey key, Span<TValue> values)
    {
        CheckLength(values.Length, nameof(values));
        TKey keyCopy = key;
        if (s_stride == sizeof(TValue))
        {
            fixed (TValue* pointer = values)
                return Map.TryLookup(&keyCopy, pointer);
        }
        using var padded = new PaddedValues(Map.ValueBufferSizeInBytes);
        fixed (byte* pointer = padded.Bytes)
        {
            if (!Map.TryLookup(&keyCopy, pointer)) return false;
        }
        Unpad(padded.Bytes, values[..CpuCount]);
        return true;
    }

    /// <summary>Writes the values of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="values">A value for each CPU; at least <see cref="CpuCount"/> long.</param>
    /// <param name="mode">What to do about a key that is or is not there.</param>
    /// <exception cref="ArgumentException"><paramref name="values"/> is too short.</exception>
    /// <exception cref="BpfMapException">The map is full, or the mode forbids it.</exception>
    public void Set(in TKey key, ReadOnlySpan<TValue> values, UpdateMode mode = UpdateMode.AddOrReplace)
    {
        CheckLength(values.Length, nameof(values));
        TKey keyCopy = key;
        using var padded = new PaddedValues(Map.ValueBufferSizeInBytes);
        padded.Bytes.Clear();
        for (int cpu = 0; cpu < CpuCount; cpu++) MemoryMarshal.Write(padded.Bytes[(cpu * s_stride)..], in values[cpu]);
        fixed (byte* pointer = padded.Bytes)
        {
            Errno error = Map.Update(&keyCopy, pointer, (ulong)mode);
            if (error != Errno.None) throw Map.UpdateError(error);
        }
    }

    /// <summary>Removes a key, with the values of all CPUs.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(in TKey key)
    {
        TKey keyCopy = key;
        return Map.TryDelete(&keyCopy);
    }

    /// <summary>Goes over the elements; programs and other threads may change the map meanwhile.</summary>
    /// <remarks>As <see cref="BpfMap{TKey,TValue}.GetEnumerator"/>.</remarks>
    public Enumerator GetEnumerator() => new(this, isTaking: false);

    /// <summary>Goes over the elements and removes each as it is read, in batches where the kernel has them.</summary>
    /// <remarks>Elements that were fetched in a batch and not visited are gone too: go to the end.</remarks>
    public Taken TakeAll() => new(this);

    private static void Unpad(ReadOnlySpan<byte> padded, Span<TValue> values)
    {
        for (int cpu = 0; cpu < values.Length; cpu++)
            values[cpu] = MemoryMarshal.Read<TValue>(padded[(cpu * s_stride)..]);
    }

    private void CheckLength(int length, string parameter)
    {
        if (length < CpuCount)
            throw new ArgumentException($"A key has {CpuCount} values here, one for each possible CPU, and there is room for {length}.", parameter);
    }

    private readonly ref struct PaddedValues(int length)
    {
        private readonly byte[] _rented = ArrayPool<byte>.Shared.Rent(length);

        public Span<byte> Bytes => _rented.AsSpan(0, length);

        public void Dispose() => ArrayPool<byte>.Shared.Return(_rented);
    }

    /// <summary>A key with its values, valid until the enumerator moves on.</summary>
    public readonly ref struct Entry
    {
        internal Entry(TKey key, ReadOnlySpan<TValue> values)
        {
            Key = key;
            Values = values;
        }

        /// <summary>The key.</summary>
        public TKey Key { get; }

        /// <summary>A value for each CPU, in order of CPU number.</summary>
        public ReadOnlySpan<TValue> Values { get; }
    }

    /// <summary>The elements that <see cref="PerCpuMap{TKey,TValue}.TakeAll"/> removes.</summary>
    public readonly ref struct Taken
    {
        private readonly PerCpuMap<TKey, TValue> _map;

        internal Taken(PerCpuMap<TKey, TValue> map) => _map = map;

        /// <summary>Goes over the elements, removing them.</summary>
        public Enumerator GetEnumerator() => new(_map, isTaking: true);
    }

    /// <summary>Goes over the elements with rented buffers; dispose it to give them back.</summary>
    public ref struct Enumerator
    {
        private readonly TValue[] _values;
        private readonly int _cpuCount;
        private ElementCursor _cursor;

        internal Enumerator(PerCpuMap<TKey, TValue> map, bool isTaking)
        {
            _cursor = new ElementCursor(map.Map, isTaking);
            _cpuCount = map.CpuCount;
            _values = ArrayPool<TValue>.Shared.Rent(_cpuCount);
        }

        /// <summary>The current element.</summary>
        public readonly Entry Current => new(Unsafe.ReadUnaligned<TKey>(in _cursor.Key[0]), _values.AsSpan(0, _cpuCount));

        /// <summary>Goes to the next element.</summary>
        /// <exception cref="BpfException">The kernel refused to go on.</exception>
        public bool MoveNext()
        {
            if (!_cursor.MoveNext()) return false;
            Unpad(_cursor.Value, _values.AsSpan(0, _cpuCount));
            return true;
        }

        /// <summary>Gives the buffers back. Call it once.</summary>
        public void Dispose()
        {
            _cursor.Dispose();
            ArrayPool<TValue>.Shared.Return(_values);
        }
    }
}
