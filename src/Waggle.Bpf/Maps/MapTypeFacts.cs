using Waggle.Bpf.Catalog;

namespace Waggle.Bpf.Maps;

/// <summary>What user space must know of a map type to talk about its values.</summary>
public static class MapTypeFacts
{
    /// <summary>Whether a value is one for each possible CPU (bpf_map_value_size in kernel/bpf/syscall.c).</summary>
    public static bool IsPerCpu(this MapType type) => type is
        MapType.PerCpuHash or MapType.PerCpuArray or MapType.LruPerCpuHash or MapType.PerCpuCgroupStorageDeprecated;

    /// <summary>Whether a value belongs to a kernel object, and goes with it (bpf_local_storage_map_alloc_check in kernel/bpf/bpf_local_storage.c).</summary>
    public static bool IsStorage(this MapType type) => type is
        MapType.SkStorage or MapType.InodeStorage or MapType.TaskStorage or MapType.CgroupStorage;
}
