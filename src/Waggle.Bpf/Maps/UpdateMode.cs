namespace Waggle.Bpf.Maps;

/// <summary>How an update is made: <c>BPF_ANY</c>, <c>BPF_NOEXIST</c>, <c>BPF_EXIST</c> and <c>BPF_F_LOCK</c> (include/uapi/linux/bpf.h).</summary>
[Flags]
public enum UpdateMode
{
    /// <summary>Adds or replaces.</summary>
    AddOrReplace = 0,

    /// <summary>Adds; an existing key is an error.</summary>
    Add = 1,

    /// <summary>Replaces; a missing key is an error.</summary>
    Replace = 2,

    /// <summary>Together with one of the others: writes under the value's <c>bpf_spin_lock</c>, so that nobody sees half of it (Linux 5.1).</summary>
    /// <remarks>For hash, array and cgroup storage maps whose BTF says that values have a lock; it is an error for others.</remarks>
    Locked = 4,
}
