using Waggle.Bpf.Catalog;

namespace Waggle.Linux.Maps;

/// <summary>What user space must know of a map type to talk about its values.</summary>
internal static class MapTypeFacts
{
    /// <summary>Whether a value is one for each possible CPU (bpf_map_value_size in kernel/bpf/syscall.c).</summary>
    public static bool IsPerCpu(this MapType type) => type is
        MapType.PerCpuHash or MapType.PerCpuArray or MapType.LruPerCpuHash or MapType.PerCpuCgroupStorageDeprecated;

    /// <summary>Whether a value belongs to a kernel object, and goes with it (bpf_local_storage_map_alloc_check in kernel/bpf/bpf_local_storage.c).</summary>
    public static bool IsStorage(this MapType type) => type is
        MapType.SkStorage or MapType.InodeStorage or MapType.TaskStorage or MapType.CgroupStorage;

    /// <summary>Whether to tell the kernel the types of keys and values: all but the types for which libbpf does not
    /// (<c>bpf_object__create_map</c>). A kernel that refuses them is asked again without.</summary>
    public static bool TakesBtf(this MapType type) => type is not
        (MapType.PerfEventArray or MapType.CgroupArray or MapType.StackTrace or MapType.ArrayOfMaps or MapType.HashOfMaps
        or MapType.DevMap or MapType.DevMapHash or MapType.CpuMap or MapType.XskMap or MapType.SockMap or MapType.SockHash
        or MapType.Queue or MapType.Stack or MapType.Arena);
}
