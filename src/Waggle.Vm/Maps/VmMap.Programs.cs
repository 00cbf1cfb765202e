using Waggle.Bpf.Errors;

namespace Waggle.Vm.Maps;

/// <summary>The programs' side: the helpers. Results are 0 or -errno; what a kind has no helper for is -EOPNOTSUPP or null, as the kernel's
/// verifier would have refused the program.</summary>
internal abstract unsafe partial class VmMap
{
    /// <summary><c>bpf_map_lookup_elem</c>: the value, of the run's CPU where there is one for each; null if the key is not there.</summary>
    public virtual byte* LookupElement(byte* key, int cpu) => null;

    /// <summary><c>bpf_map_lookup_percpu_elem</c>: the value of any CPU; null if there is no such key or CPU.</summary>
    public virtual byte* LookupElementOf(byte* key, uint cpu) => null;

    /// <summary><c>bpf_map_lookup_elem</c> of a map of maps: the inner map, null if there is none.</summary>
    public virtual VmMap? LookupInner(byte* key) => null;

    /// <summary><c>bpf_map_update_elem</c>.</summary>
    public virtual long UpdateElement(byte* key, byte* value, ulong flags, int cpu) => -(long)Errno.OperationNotSupported;

    /// <summary><c>bpf_map_delete_elem</c>.</summary>
    public virtual long DeleteElement(byte* key) => -(long)Errno.OperationNotSupported;

    /// <summary><c>bpf_map_push_elem</c>.</summary>
    public virtual long PushElement(byte* value, ulong flags) => -(long)Errno.OperationNotSupported;

    /// <summary><c>bpf_map_pop_elem</c>.</summary>
    public virtual long PopElement(byte* value) => -(long)Errno.OperationNotSupported;

    /// <summary><c>bpf_map_peek_elem</c>.</summary>
    public virtual long PeekElement(byte* value) => -(long)Errno.OperationNotSupported;

    /// <summary>Goes to the next element for <c>bpf_for_each_map_elem</c>; false at the end, and for kinds that have no such helper.</summary>
    /// <param name="cursor">Zero at first.</param>
    /// <param name="cpu">The run's CPU, whose values are shown.</param>
    public virtual bool MoveNext(ref VmMapCursor cursor, int cpu) => false;

    /// <summary>Copies the key of a value that is in the map, as callbacks of timers are given it; false if it is in there no more.</summary>
    /// <param name="value">The value.</param>
    /// <param name="key">Where to; null to ask only.</param>
    public virtual bool TryCopyKey(byte* value, byte* key) => false;

    /// <summary>Whether <c>bpf_for_each_map_elem</c> takes this kind.</summary>
    public virtual bool IsEnumerable => false;
}
