using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Vm.Cpus;

namespace Waggle.Vm.Maps;

/// <summary>A hash table of maps.</summary>
/// <remarks>htab_of_maps in kernel/bpf/hashtab.c. A value is the inner map's number; a count of the places that hold it keeps the map alive.</remarks>
internal sealed unsafe class MapHash : HashMap
{
    private readonly VmMap _template;
    private readonly Lock _innerLock = new();
    private readonly Dictionary<uint, (VmMap Map, int Places)> _inner = [];

    public MapHash(MapSpec spec, VirtualCpus cpus, ValueLayout layout) : base(spec, cpus, layout)
    {
        _template = InnerMaps.MakeTemplate(spec, cpus);
        ValueTakenOut = value => Drop(*(uint*)value);
    }

    public static Errno CheckMapHash(MapSpec spec)
    {
        if (spec.ValueSizeInBytes != sizeof(uint)) return Errno.Invalid;
        Errno error = CheckHash(spec);
        return error == Errno.None ? InnerMaps.CheckTemplate(spec) : error;
    }

    public override VmMap? LookupInner(byte* key)
    {
        byte* value = HashTable.Lookup(State, key);
        return value == null ? null : MapDirectory.Find(*(uint*)value);
    }

    public override bool IsLike(VmMap template) => false;

    /// <summary>The numbers of inner maps are the host's: a program that wrote there would spoil the counts.</summary>
    public override bool IsWritableByPrograms => false;

    // Programs get no pointer to a value, and can't put maps in.
    public override byte* LookupElement(byte* key, int cpu) => null;

    public override long UpdateElement(byte* key, byte* value, ulong flags, int cpu) => -(long)Errno.OperationNotSupported;

    /// <inheritdoc/>
    public override Errno UpdateReference(void* key, object target, ulong flags)
    {
        if (CheckWrite() is var error and not Errno.None) return error;
        if ((flags & UpdateFlags.Lock) != 0) return Errno.Invalid;
        if (InnerMaps.Accept(_template, Cpus, target, out error) is not { } map) return error;
        lock (_innerLock) _inner[map.Id] = (map, _inner.GetValueOrDefault(map.Id).Places + 1);
        uint id = map.Id;
        error = Write((byte*)key, (byte*)&id, flags, AllCpus);
        if (error != Errno.None) Drop(id);
        return error;
    }

    /// <inheritdoc/>
    public override LiveMap? TryOpenInner(uint id) => MapDirectory.Find(id);

    protected override Errno WriteElement(byte* key, byte* value, ulong flags) => Errno.BadDescriptor;

    protected override Errno TakeElement(byte* key, byte* value) => Errno.NotSupported;

    private void Drop(uint id)
    {
        VmMap map;
        lock (_innerLock)
        {
            (map, int places) = _inner[id];
            if (places > 1) _inner[id] = (map, places - 1);
            else _inner.Remove(id);
        }
        Cpus.Defer(() => GC.KeepAlive(map)); // a run may have read its number
    }
}
