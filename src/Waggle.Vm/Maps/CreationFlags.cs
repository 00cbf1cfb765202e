namespace Waggle.Vm.Maps;

/// <summary><c>BPF_F_*</c> of map creation (include/uapi/linux/bpf.h, Linux 6.18) as the checks use them.</summary>
internal static class CreationFlags
{
    public const uint NoPreallocation = 1 << 0;
    public const uint NoCommonLru = 1 << 1;
    public const uint NumaNode = 1 << 2;
    public const uint ReadOnly = 1 << 3;
    public const uint WriteOnly = 1 << 4;
    public const uint StackBuildId = 1 << 5;
    public const uint ZeroSeed = 1 << 6;
    public const uint ReadOnlyForPrograms = 1 << 7;
    public const uint WriteOnlyForPrograms = 1 << 8;
    public const uint Clone = 1 << 9;
    public const uint Mappable = 1 << 10;
    public const uint PreserveElements = 1 << 11;
    public const uint InnerMap = 1 << 12;
    public const uint SegmentVirtualAddress = 1 << 17;
    public const uint NoUserConversion = 1 << 18;
    public const uint RingOverwrite = 1 << 19;

    /// <summary>BPF_F_ACCESS_MASK.</summary>
    public const uint Access = ReadOnly | WriteOnly | ReadOnlyForPrograms | WriteOnlyForPrograms;

    /// <summary>bpf_map_flags_access_ok.</summary>
    public static bool IsAccessPossible(uint flags) =>
        (flags & (ReadOnlyForPrograms | WriteOnlyForPrograms)) != (ReadOnlyForPrograms | WriteOnlyForPrograms);
}
