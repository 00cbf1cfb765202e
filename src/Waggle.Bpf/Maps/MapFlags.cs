namespace Waggle.Bpf.Maps;

/// <summary>How a map is created: <c>BPF_F_*</c> of <c>BPF_MAP_CREATE</c> (include/uapi/linux/bpf.h, Linux 6.18), for
/// <see cref="Objects.MapSpec.Flags"/>.</summary>
[Flags]
public enum MapFlags : uint
{
    /// <summary>As the kind does it by itself.</summary>
    None = 0,

    /// <summary>A hash table takes memory as elements come; tries and storage maps must have it (<c>BPF_F_NO_PREALLOC</c>, 4.6).</summary>
    NoPreallocation = 1 << 0,

    /// <summary>An LRU hash keeps a list for each CPU, each with its share of the entries (<c>BPF_F_NO_COMMON_LRU</c>, 4.10).</summary>
    ListForEachCpu = 1 << 1,

    /// <summary>Memory comes from one NUMA node (<c>BPF_F_NUMA_NODE</c>, 4.14).</summary>
    NumaNode = 1 << 2,

    /// <summary>System calls may only read (<c>BPF_F_RDONLY</c>, 4.15).</summary>
    ReadOnly = 1 << 3,

    /// <summary>System calls may only write (<c>BPF_F_WRONLY</c>, 4.15).</summary>
    WriteOnly = 1 << 4,

    /// <summary>Stack traces hold build ids and offsets, not addresses (<c>BPF_F_STACK_BUILD_ID</c>, 4.17).</summary>
    StackBuildIds = 1 << 5,

    /// <summary>Hashes start from zero, for repeatable tests; not for keys that others choose (<c>BPF_F_ZERO_SEED</c>, 5.0).</summary>
    ZeroSeed = 1 << 6,

    /// <summary>Programs may only read (<c>BPF_F_RDONLY_PROG</c>, 5.2).</summary>
    ReadOnlyForPrograms = 1 << 7,

    /// <summary>Programs may only write (<c>BPF_F_WRONLY_PROG</c>, 5.2).</summary>
    WriteOnlyForPrograms = 1 << 8,

    /// <summary>A new connection inherits the storage of the listening socket (<c>BPF_F_CLONE</c>, 5.4).</summary>
    Clone = 1 << 9,

    /// <summary>An array's memory can be mapped; an arena must have it (<c>BPF_F_MMAPABLE</c>, 5.5).</summary>
    Mappable = 1 << 10,

    /// <summary>perf events stay in the array when the descriptor that put them there is closed (<c>BPF_F_PRESERVE_ELEMS</c>, 5.10).</summary>
    PreserveElements = 1 << 11,

    /// <summary>The maps in a map of maps may differ in their number of entries (<c>BPF_F_INNER_MAP</c>, 5.10).</summary>
    InnerMap = 1 << 12,
}
