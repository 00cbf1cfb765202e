using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Vm.Cpus;
using Waggle.Vm.Memory;

namespace Waggle.Vm.Maps;

/// <summary>A queue or a stack: values without keys.</summary>
/// <remarks>kernel/bpf/queue_stack_maps.c. Values are copied in and out, so programs get no pointers and the memory is no region of theirs.
/// One lock: each operation is one copy long.</remarks>
internal sealed unsafe class QueueMap : VmMap
{
    private const uint AllowedFlags = CreationFlags.NumaNode | CreationFlags.Access;
    private const uint ValueLimit = 4 << 20; // KMALLOC_MAX_SIZE

    private readonly NativeBlock _memory;
    private readonly bool _isStack;
    private int _lock;
    private uint _oldest;
    private uint _count;

    public QueueMap(MapSpec spec, VirtualCpus cpus, ValueLayout layout) : base(spec, cpus, layout)
    {
        _isStack = Type == MapType.Stack;
        _memory = new NativeBlock((nuint)MaxEntries * (nuint)ValueSizeInBytes);
    }

    /// <summary>queue_stack_map_alloc_check.</summary>
    public static Errno CheckQueue(MapSpec spec)
    {
        if (spec.MaxEntries == 0 || spec.KeySizeInBytes != 0 || spec.ValueSizeInBytes == 0 || (spec.Flags & ~AllowedFlags) != 0
            || !CreationFlags.IsAccessPossible(spec.Flags)) return Errno.Invalid;
        uint valueSize = (uint)spec.ValueSizeInBytes;
        return valueSize > ValueLimit || spec.MaxEntries >= uint.MaxValue / valueSize ? Errno.TooBig : Errno.None;
    }

    public override long PushElement(byte* value, ulong flags)
    {
        if ((flags & UpdateFlags.NoExist) != 0 || flags > UpdateFlags.Exist) return -(long)Errno.Invalid;
        SpinLocked.Acquire(ref _lock);
        bool hasRoom = _count < MaxEntries;
        if (hasRoom || flags == UpdateFlags.Exist)
        {
            if (hasRoom) _count++;
            else if (++_oldest == MaxEntries) _oldest = 0; // the oldest makes room, in a stack too
            Copy(Place(_count - 1), value);
            hasRoom = true;
        }
        SpinLocked.Release(ref _lock);
        return hasRoom ? 0 : -(long)Errno.TooBig;
    }

    public override long PopElement(byte* value) => Get(value, isTaking: true);

    public override long PeekElement(byte* value) => Get(value, isTaking: false);

    public override long UpdateElement(byte* key, byte* value, ulong flags, int cpu) => -(long)Errno.Invalid;

    public override long DeleteElement(byte* key) => -(long)Errno.Invalid;

    protected override Errno ReadElement(byte* key, byte* value, ulong flags) => (Errno)(-PeekElement(value));

    protected override Errno WriteElement(byte* key, byte* value, ulong flags) => (Errno)(-PushElement(value, flags));

    protected override Errno RemoveElement(byte* key) => Errno.Invalid;

    protected override Errno TakeElement(byte* key, byte* value) => (Errno)(-PopElement(value));

    protected override Errno FindNextKey(byte* key, byte* next) => Errno.Invalid;

    private long Get(byte* value, bool isTaking)
    {
        SpinLocked.Acquire(ref _lock);
        bool isThere = _count > 0;
        if (isThere)
        {
            Copy(value, Place(_isStack ? _count - 1 : 0));
            if (isTaking)
            {
                _count--;
                if (!_isStack && ++_oldest == MaxEntries) _oldest = 0;
            }
        }
        SpinLocked.Release(ref _lock);
        if (isThere) return 0;
        new Span<byte>(value, ValueSizeInBytes).Clear();
        return -(long)Errno.NoEntry;
    }

    private byte* Place(uint fromOldest)
    {
        ulong index = (ulong)_oldest + fromOldest;
        if (index >= MaxEntries) index -= MaxEntries;
        return _memory.Address + index * (uint)ValueSizeInBytes;
    }

    private void Copy(byte* target, byte* source) => ValueLayout.Copy(target, source, ValueSizeInBytes);
}
