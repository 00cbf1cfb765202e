namespace Waggle.Vm.Maps;

/// <summary>Flags of an update (include/uapi/linux/bpf.h).</summary>
internal static class UpdateFlags
{
    /// <summary>BPF_ANY: adds or replaces.</summary>
    public const ulong Any = 0;

    /// <summary>BPF_NOEXIST: adds only.</summary>
    public const ulong NoExist = 1;

    /// <summary>BPF_EXIST: replaces only.</summary>
    public const ulong Exist = 2;

    /// <summary>BPF_F_LOCK: under the value's spin lock.</summary>
    public const ulong Lock = 4;
}
