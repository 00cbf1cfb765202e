using Waggle.Bpf.Errors;

namespace Waggle.Bpf.Maps;

/// <summary>What an engine does: the map commands of <c>bpf(2)</c>, with their meaning and their errors.</summary>
/// <remarks>They take pointers, check no lengths, allocate nothing and throw nothing but <see cref="ObjectDisposedException"/>: the views
/// are built on them. Keys have <see cref="KeySizeInBytes"/> bytes and values <see cref="ValueBufferSizeInBytes"/>.</remarks>
public abstract unsafe partial class LiveMap
{
    /// <summary>Reads a value (<c>BPF_MAP_LOOKUP_ELEM</c>); of a queue or stack the next one, with no key.</summary>
    /// <param name="key">The key; null where the kind has none.</param>
    /// <param name="value">Receives the value.</param>
    /// <param name="flags">0, or <see cref="UpdateMode.Locked"/>.</param>
    /// <returns><see cref="Errno.NoEntry"/> if the key is not there.</returns>
    public abstract Errno Lookup(void* key, void* value, ulong flags);

    /// <summary>Writes a value (<c>BPF_MAP_UPDATE_ELEM</c>).</summary>
    /// <param name="key">The key; null where the kind has none.</param>
    /// <param name="value">The value.</param>
    /// <param name="flags"><see cref="UpdateMode"/>.</param>
    public abstract Errno Update(void* key, void* value, ulong flags);

    /// <summary>Removes a key (<c>BPF_MAP_DELETE_ELEM</c>).</summary>
    /// <returns><see cref="Errno.NoEntry"/> if it is not there.</returns>
    public abstract Errno Delete(void* key);

    /// <summary>Reads and removes a key in one step (<c>BPF_MAP_LOOKUP_AND_DELETE_ELEM</c>).</summary>
    /// <returns><see cref="Errno.NoEntry"/> if it is not there.</returns>
    public abstract Errno LookupAndDelete(void* key, void* value);

    /// <summary>The key behind one (<c>BPF_MAP_GET_NEXT_KEY</c>); the first one for null, and for a key that is not there.</summary>
    /// <returns><see cref="Errno.NoEntry"/> behind the last.</returns>
    public abstract Errno NextKey(void* key, void* next);

    /// <summary>Reads many elements (<c>BPF_MAP_LOOKUP_BATCH</c>, <c>BPF_MAP_LOOKUP_AND_DELETE_BATCH</c>).</summary>
    /// <param name="isTaking">Whether they are removed.</param>
    /// <param name="place">Where the last call ended, as it said; null for the start.</param>
    /// <param name="nextPlace">Receives where to go on: as many bytes as a key, rounded up to 8.</param>
    /// <param name="keys">Receives the keys.</param>
    /// <param name="values">Receives the values.</param>
    /// <param name="count">Room, and then the number of elements read.</param>
    /// <returns><see cref="Errno.NoEntry"/> with the last elements, <see cref="Errno.NoSpace"/> if there must be more room,
    /// <see cref="Errno.NotSupported"/> if there are no batches: then elements are read one by one.</returns>
    public virtual Errno ReadBatch(bool isTaking, void* place, void* nextPlace, void* keys, void* values, ref uint count) => Errno.NotSupported;

    /// <summary>Writes another live object of the same engine as value: a map into a map of maps, a program into a program array.</summary>
    /// <returns><see cref="Errno.BadDescriptor"/> if it is none of this engine.</returns>
    public virtual Errno UpdateReference(void* key, object target, ulong flags) => Errno.NotSupported;

    /// <summary>Opens the map that a map of maps names by a number.</summary>
    /// <param name="id">The number that a lookup gave.</param>
    /// <returns>The map, for the caller to dispose; null if it is gone.</returns>
    public virtual LiveMap? TryOpenInner(uint id) => null;

    /// <summary>An exception that explains what a primitive answered.</summary>
    /// <param name="operation">What was tried, such as "write a key".</param>
    /// <param name="errno">What it answered.</param>
    public virtual BpfException Refusal(string operation, Errno errno) => BpfMapException.FromErrno(operation, ToString(), errno);

    /// <summary>Makes the map read-only for this side.</summary>
    protected abstract Errno FreezeElements();

    /// <summary>Opens memory that programs and this process share: the values of an array with <see cref="MapFlags.Mappable"/>, each at a
    /// multiple of 8 bytes, or an arena's.</summary>
    /// <param name="isWritable">Whether this process writes.</param>
    /// <param name="error">Why not.</param>
    /// <returns>The memory, for the caller to dispose; null on failure.</returns>
    protected internal virtual MapMemory? TryOpenMemory(bool isWritable, out Errno error)
    {
        error = Errno.NotSupported;
        return null;
    }

    /// <summary>Opens the memory of a ring buffer.</summary>
    /// <param name="isProducer">Whether this side writes the records: of a user ring buffer.</param>
    /// <exception cref="BpfException">The engine refused.</exception>
    protected internal virtual RingMemory OpenRing(bool isProducer) => throw Refusal("open a ring buffer", Errno.NotSupported);

    internal bool TryLookup(void* key, void* value) => IsThere("look up a key", Lookup(key, value, 0));

    internal bool TryLookupLocked(void* key, void* value) => IsThere("look up a key under its lock", Lookup(key, value, (ulong)UpdateMode.Locked));

    internal bool TryLookupAndDelete(void* key, void* value) => IsThere("take a key", LookupAndDelete(key, value));

    internal bool TryDelete(void* key) => IsThere("remove a key", Delete(key));

    internal bool TryGetNextKey(void* key, void* next) => IsThere("go to the next key", NextKey(key, next));

    internal BpfException UpdateError(Errno error) => Refusal("write a key", error);

    private bool IsThere(string operation, Errno error) => error switch
    {
        Errno.None => true,
        Errno.NoEntry => false,
        _ => throw Refusal(operation, error),
    };
}
