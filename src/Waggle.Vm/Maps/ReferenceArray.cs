using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Vm.Cpus;

namespace Waggle.Vm.Maps;

/// <summary>An array of objects: programs to tail call, maps, perf buffers.</summary>
/// <remarks>The fd_array kinds of kernel/bpf/arraymap.c. Where the kernel takes a descriptor, objects come by <see cref="UpdateReference"/>, and a number is
/// EBADF. References are managed: who has read one may use it however the array changes.</remarks>
internal abstract unsafe class ReferenceArray<T> : VmMap where T : class
{
    private readonly T?[] _items;

    protected ReferenceArray(MapSpec spec, VirtualCpus cpus, ValueLayout layout) : base(spec, cpus, layout)
    {
        if (MaxEntries == 0) MaxEntries = (uint)cpus.Count;
        _items = new T?[MaxEntries];
    }

    /// <summary>The object at an index; null if there is none. What a program's lookup finds.</summary>
    public T? At(uint index)
    {
        T?[] items = _items;
        return index < (uint)items.Length ? Volatile.Read(ref items[index]) : null;
    }

    public override long DeleteElement(byte* key) => -(long)RemoveElement(key);

    /// <inheritdoc/>
    public override Errno UpdateReference(void* key, object target, ulong flags)
    {
        if (CheckWrite() is var error and not Errno.None) return error;
        if (flags != UpdateFlags.Any) return Errno.Invalid;
        uint index = *(uint*)key;
        if (index >= (uint)_items.Length) return Errno.TooBig;
        T? item = Accept(target, out error);
        if (item is null) return error;
        Exchange(index, item);
        return Errno.None;
    }

    /// <summary>Empties all entries that an object is in.</summary>
    public void Remove(T item)
    {
        for (int i = 0; i < _items.Length; i++) Interlocked.CompareExchange(ref _items[i], null, item);
    }

    /// <summary>fd_array_map_alloc_check.</summary>
    protected static Errno CheckReferences(MapSpec spec)
    {
        const uint ProgramAccess = CreationFlags.ReadOnlyForPrograms | CreationFlags.WriteOnlyForPrograms;
        if (spec.ValueSizeInBytes != sizeof(uint) || (spec.Flags & ProgramAccess) != 0) return Errno.Invalid;
        Errno error = ArrayMap.CheckArray(spec);
        return error == Errno.None && spec.MaxEntries > Array.MaxLength ? Errno.NoMemory : error;
    }

    /// <summary>What is put in for an object of the caller, or why not.</summary>
    protected abstract T? Accept(object target, out Errno error);

    /// <summary>The number that the host reads; null if the kind has none to read.</summary>
    protected abstract uint? NumberOf(T item);

    protected override Errno ReadElement(byte* key, byte* value, ulong flags)
    {
        if (Type == MapType.PerfEventArray) return Errno.NotSupported;
        if (At(*(uint*)key) is not { } item || NumberOf(item) is not { } number) return Errno.NoEntry;
        *(uint*)value = number;
        return Errno.None;
    }

    protected override Errno WriteElement(byte* key, byte* value, ulong flags)
    {
        if (flags != UpdateFlags.Any) return Errno.Invalid;
        return *(uint*)key >= (uint)_items.Length ? Errno.TooBig : Errno.BadDescriptor;
    }

    protected override Errno RemoveElement(byte* key)
    {
        uint index = *(uint*)key;
        if (index >= (uint)_items.Length) return Errno.TooBig;
        return Exchange(index, null) is null ? Errno.NoEntry : Errno.None;
    }

    protected override Errno FindNextKey(byte* key, byte* next)
    {
        uint index = key == null ? uint.MaxValue : *(uint*)key;
        if (index == MaxEntries - 1) return Errno.NoEntry;
        *(uint*)next = index >= MaxEntries ? 0 : index + 1;
        return Errno.None;
    }

    // A run that has the old one's addresses only finds them valid until it ends.
    private T? Exchange(uint index, T? item)
    {
        T? old = Interlocked.Exchange(ref _items[index], item);
        if (old is not null) Cpus.Defer(() => GC.KeepAlive(old));
        return old;
    }
}
