using System.Runtime.CompilerServices;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Vm.Cpus;

namespace Waggle.Vm.Maps;

/// <summary>A value for each object of the host: what task, cgroup, inode and socket storage are in the kernel.</summary>
/// <remarks>
/// kernel/bpf/bpf_local_storage.c. Any .NET object can own a value; the map does not keep it alive, and the value goes once the owner is
/// collected. Keys of bytes (the kernel takes descriptors) are EBADF. Lookups take no lock.
/// </remarks>
internal sealed unsafe class ObjectStorage : VmMap
{
    /// <summary>Creates the value if there is none (<c>BPF_LOCAL_STORAGE_GET_F_CREATE</c>).</summary>
    public const ulong CreateIfMissing = 1;

    private const int ValueLimit = ushort.MaxValue - 128; // BPF_LOCAL_STORAGE_MAX_VALUE_SIZE: U16_MAX without struct bpf_local_storage_elem
    private const int FirstSweep = 64;

    private readonly ConditionalWeakTable<object, StorageEntry> _entries = [];
    private readonly List<StorageEntry> _all = [];
    private readonly Lock _lock = new();
    private readonly NodePool _nodes;
    private NodeList _spare;
    private int _sweepAt = FirstSweep;

    public ObjectStorage(MapSpec spec, VirtualCpus cpus, ValueLayout layout) : base(spec, cpus, layout) =>
        _nodes = new NodePool(this, uint.MaxValue, lists: 1, sizeof(PoolNode));

    /// <summary>bpf_local_storage_map_alloc_check, but for BTF.</summary>
    public static Errno CheckStorage(MapSpec spec)
    {
        if ((spec.Flags & ~(CreationFlags.NoPreallocation | CreationFlags.Clone)) != 0 || (spec.Flags & CreationFlags.NoPreallocation) == 0
            || spec.MaxEntries != 0 || spec.KeySizeInBytes != 4 || spec.ValueSizeInBytes == 0) return Errno.Invalid;
        return (uint)spec.ValueSizeInBytes > ValueLimit ? Errno.TooBig : Errno.None;
    }

    /// <summary>Values whose owners were alive when last looked at.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                Sweep();
                return _all.Count;
            }
        }
    }

    /// <summary><c>bpf_task_storage_get</c> and its kin: the owner's value, null if there is none.</summary>
    /// <param name="owner">The object.</param>
    /// <param name="initial">What a new value holds; null for zeros.</param>
    /// <param name="flags">0, or <see cref="CreateIfMissing"/>.</param>
    public byte* Get(object owner, byte* initial, ulong flags)
    {
        if ((flags & ~CreateIfMissing) != 0) return null;
        if (_entries.TryGetValue(owner, out StorageEntry? entry) && entry.Node is var node && node != null) return node->Value;
        if ((flags & CreateIfMissing) == 0) return null;
        lock (_lock)
        {
            node = Find(owner);
            if (node == null) node = Add(owner, initial);
        }
        return node == null ? null : node->Value;
    }

    /// <summary><c>bpf_task_storage_delete</c> and its kin.</summary>
    /// <returns>0 or -ENOENT.</returns>
    public long Remove(object owner)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(owner, out StorageEntry? entry) || entry.Node == null) return -(long)Errno.NoEntry;
            Retire(entry);
            _entries.Remove(owner);
            _all.Remove(entry);
            return 0;
        }
    }

    /// <summary>Reads an owner's value for the host.</summary>
    public Errno Lookup(object owner, void* value)
    {
        lock (_lock)
        {
            PoolNode* node = Find(owner);
            if (node == null) return Errno.NoEntry;
            Layout.Load((byte*)value, node->Value, ValueSizeInBytes, isLocked: false);
            return Errno.None;
        }
    }

    /// <summary>Writes an owner's value for the host: a new one in the old one's place.</summary>
    public Errno Update(object owner, void* value, ulong flags)
    {
        if (CheckWrite() is var error and not Errno.None) return error;
        if (flags > UpdateFlags.Exist) return Errno.Invalid;
        lock (_lock)
        {
            PoolNode* old = Find(owner);
            if (old != null && flags == UpdateFlags.NoExist) return Errno.Exists;
            if (old == null && flags == UpdateFlags.Exist) return Errno.NoEntry;
            if (old == null) return Add(owner, (byte*)value) == null ? Errno.NoMemory : Errno.None;
            PoolNode* node = TakeNode((byte*)value);
            if (node == null) return Errno.NoMemory;
            if (!_entries.TryGetValue(owner, out StorageEntry? entry)) return Errno.NoEntry;
            Retire(entry);
            entry.Node = node;
            return Errno.None;
        }
    }

    protected override Errno ReadElement(byte* key, byte* value, ulong flags) => Errno.BadDescriptor;

    protected override Errno WriteElement(byte* key, byte* value, ulong flags) => Errno.BadDescriptor;

    protected override Errno RemoveElement(byte* key) => Errno.BadDescriptor;

    protected override Errno FindNextKey(byte* key, byte* next) => Errno.NotSupported;

    private PoolNode* Find(object owner) => _entries.TryGetValue(owner, out StorageEntry? entry) ? entry.Node : null;

    private PoolNode* Add(object owner, byte* initial)
    {
        if (_all.Count >= _sweepAt) Sweep();
        PoolNode* node = TakeNode(initial);
        if (node == null) return null;
        var entry = new StorageEntry(owner) { Node = node };
        _entries.Add(owner, entry);
        _all.Add(entry);
        return node;
    }

    private PoolNode* TakeNode(byte* initial)
    {
        PoolNode* node;
        fixed (NodeList* spare = &_spare) node = _nodes.Take(spare);
        if (node == null) return null;
        new Span<byte>(node->Value, ValueStride).Clear();
        if (initial != null) Layout.Store(node->Value, initial, ValueSizeInBytes);
        return node;
    }

    // Gives back the values of owners that are gone. Done when there are twice as many as were left the last time.
    private void Sweep()
    {
        _all.RemoveAll(entry =>
        {
            if (entry.Owner.TryGetTarget(out _)) return false;
            Retire(entry);
            return true;
        });
        _sweepAt = Math.Max(FirstSweep, 2 * _all.Count);
    }

    private void Retire(StorageEntry entry)
    {
        PoolNode* node = entry.Node;
        entry.Node = null;
        ValueTakenOut?.Invoke((nint)node->Value);
        fixed (NodeList* spare = &_spare) _nodes.Retire(spare, node);
    }
}
