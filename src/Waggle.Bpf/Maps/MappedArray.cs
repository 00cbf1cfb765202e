using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;

namespace Waggle.Bpf.Maps;

/// <summary>An array map's memory in this process: values are read and written with no system call, and programs see it at once.</summary>
/// <typeparam name="TValue">Value, laid out as the program lays it out.</typeparam>
/// <remarks>For arrays created with <see cref="MapFlags.Mappable"/> (Linux 5.5). References and spans are valid until
/// <see cref="Dispose"/>: do not keep them. The map may be closed before. Accesses are as atomic as the machine's own. The kernel puts
/// each value at a multiple of 8 bytes (<c>array_map_mmap</c> in <c>kernel/bpf/arraymap.c</c>).</remarks>
public sealed unsafe class MappedArray<TValue> : IDisposable where TValue : unmanaged
{
    private readonly MapMemory _memory;
    private readonly string _map;
    private readonly int _stride;

    /// <summary>Maps an array into memory.</summary>
    /// <param name="map">The array.</param>
    /// <param name="isReadOnly">Whether to map it for reading only, as a frozen map must be.</param>
    /// <exception cref="BpfMapException">It is no array that can be mapped, its values have another size, or it is frozen.</exception>
    public MappedArray(LiveMap map, bool isReadOnly = false)
    {
        MapView.CheckKind(map, "A MappedArray", MapType.Array);
        MapView.CheckValueSize<TValue>(map);
        _map = map.ToString();
        if (!((MapFlags)map.Spec.Flags).HasFlag(MapFlags.Mappable))
            throw new BpfMapException("map an array into memory", _map, Errno.None, "Create it with MapFlags.Mappable.");
        _stride = LiveMap.RoundUpTo8(sizeof(TValue));
        (Length, IsReadOnly) = ((int)map.MaxEntries, isReadOnly);
        _memory = map.TryOpenMemory(isWritable: !isReadOnly, out Errno error) ?? throw Refusal(map, error);
    }

    /// <summary>Number of values.</summary>
    public int Length { get; }

    /// <summary>Whether a write would be a fault.</summary>
    public bool IsReadOnly { get; }

    /// <summary>A value, to read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such index.</exception>
    /// <exception cref="ObjectDisposedException">The memory is unmapped.</exception>
    public ref readonly TValue this[int index] => ref *At(index);

    /// <summary>A value, to read and write.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such index.</exception>
    /// <exception cref="InvalidOperationException">The array was mapped for reading only.</exception>
    /// <exception cref="ObjectDisposedException">The memory is unmapped.</exception>
    public ref TValue Ref(int index)
    {
        ThrowIfReadOnly();
        return ref *At(index);
    }

    /// <summary>All values, to read and write, where their size is a multiple of 8.</summary>
    /// <exception cref="InvalidOperationException">There are gaps between the values, or the array was mapped for reading only.</exception>
    /// <exception cref="ObjectDisposedException">The memory is unmapped.</exception>
    public Span<TValue> Span
    {
        get
        {
            ThrowIfReadOnly();
            return new(Whole(), Length);
        }
    }

    /// <summary>All values, to read, where their size is a multiple of 8.</summary>
    /// <exception cref="InvalidOperationException">There are gaps between the values.</exception>
    /// <exception cref="ObjectDisposedException">The memory is unmapped.</exception>
    public ReadOnlySpan<TValue> ReadOnlySpan => new(Whole(), Length);

    /// <summary>Unmaps the memory. Nothing may use a reference or span of it any more.</summary>
    public void Dispose() => _memory.Dispose();

    private TValue* At(int index)
    {
        ObjectDisposedException.ThrowIf(_memory.IsClosed, this);
        if ((uint)index >= (uint)Length) ThrowNoSuchIndex(index);
        return (TValue*)(_memory.Address + (nint)index * _stride);
    }

    private TValue* Whole()
    {
        ObjectDisposedException.ThrowIf(_memory.IsClosed, this);
        return _stride == sizeof(TValue)
            ? (TValue*)_memory.Address
            : throw new InvalidOperationException($"{_map} has a gap of {_stride - sizeof(TValue)} bytes behind each value: use the index.");
    }

    private void ThrowIfReadOnly()
    {
        if (IsReadOnly) throw new InvalidOperationException($"{_map} is mapped for reading only.");
    }

    private void ThrowNoSuchIndex(int index) => throw new ArgumentOutOfRangeException(nameof(index), index, $"{_map} has {Length} values.");

    private static BpfException Refusal(LiveMap map, Errno error) => error == Errno.NotPermitted
        ? new BpfMapException("map an array into memory", map.ToString(), error, "The map is frozen: map it for reading only.")
        : map.Refusal("map an array into memory", error);
}
