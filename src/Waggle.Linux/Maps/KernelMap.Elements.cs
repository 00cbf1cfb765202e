using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Maps;

/// <summary>The element commands; they allocate nothing unless they fail.</summary>
public sealed unsafe partial class KernelMap
{
    /// <inheritdoc/>
    public override Errno Lookup(void* key, void* value, ulong flags) => Invoke(BpfCommand.BPF_MAP_LOOKUP_ELEM, key, value, flags);

    /// <inheritdoc/>
    public override Errno Update(void* key, void* value, ulong flags) => Invoke(BpfCommand.BPF_MAP_UPDATE_ELEM, key, value, flags);

    /// <inheritdoc/>
    public override Errno Delete(void* key) => Invoke(BpfCommand.BPF_MAP_DELETE_ELEM, key, null, 0);

    /// <inheritdoc/>
    public override Errno LookupAndDelete(void* key, void* value) => Invoke(BpfCommand.BPF_MAP_LOOKUP_AND_DELETE_ELEM, key, value, 0);

    /// <inheritdoc/>
    public override Errno NextKey(void* key, void* next) => Invoke(BpfCommand.BPF_MAP_GET_NEXT_KEY, key, next, 0);

    /// <inheritdoc/>
    public override Errno ReadBatch(bool isTaking, void* place, void* nextPlace, void* keys, void* values, ref uint count)
    {
        using SafeDescriptor.Lease lease = Descriptor.Use();
        var attr = new MapBatchAttr
        {
            in_batch = (ulong)place,
            out_batch = (ulong)nextPlace,
            keys = (ulong)keys,
            values = (ulong)values,
            count = count,
            map_fd = lease.Number,
        };
        nint result = BpfCall.Invoke(isTaking ? BpfCommand.BPF_MAP_LOOKUP_AND_DELETE_BATCH : BpfCommand.BPF_MAP_LOOKUP_BATCH, ref attr);
        count = attr.count;
        return result < 0 ? Libc.LastError : Errno.None;
    }

    /// <inheritdoc/>
    public override Errno UpdateReference(void* key, object target, ulong flags)
    {
        if (target is not IDescriptorOwner owner) return Errno.BadDescriptor;
        using SafeDescriptor.Lease lease = owner.Descriptor.Use();
        int number = lease.Number;
        return Update(key, &number, flags);
    }

    /// <inheritdoc/>
    /// <exception cref="BpfPermissionException">The process lacks CAP_SYS_ADMIN.</exception>
    public override LiveMap? TryOpenInner(uint id) => TryOpen(id);

    /// <inheritdoc/>
    public override BpfException Refusal(string operation, Errno errno) => KernelError.Map(operation, ToString(), errno);

    /// <inheritdoc/>
    protected override Errno FreezeElements()
    {
        using SafeDescriptor.Lease lease = Descriptor.Use();
        var attr = new MapElementAttr { map_fd = lease.Number };
        return BpfCall.Invoke(BpfCommand.BPF_MAP_FREEZE, ref attr) < 0 ? Libc.LastError : Errno.None;
    }

    internal bool TryLookup(void* key, void* value) => IsThere("look up a key", Lookup(key, value, 0));

    internal bool TryDelete(void* key) => IsThere("remove a key", Delete(key));

    internal BpfException UpdateError(Errno error) => Refusal("write a key", error);

    private bool IsThere(string operation, Errno error) => error switch
    {
        Errno.None => true,
        Errno.NoEntry => false,
        _ => throw Refusal(operation, error),
    };

    // The path of every map operation. Nothing in it throws once the descriptor is held.
    private Errno Invoke(BpfCommand command, void* key, void* value, ulong flags)
    {
        var attr = new MapElementAttr { map_fd = Descriptor.Acquire(out bool isCounted), key = (ulong)key, value = (ulong)value, flags = flags };
        nint result = BpfCall.Invoke(command, ref attr);
        Errno error = result < 0 ? Libc.LastError : Errno.None;
        Descriptor.Release(isCounted);
        return error;
    }
}
