namespace Waggle.Linux.Links;

/// <summary>Events that a CPU counts, with the numbers of <c>enum perf_hw_id</c> (include/uapi/linux/perf_event.h). A virtual machine
/// often has none.</summary>
public enum HardwareEvent
{
    /// <summary>Cycles.</summary>
    CpuCycles = 0,

    /// <summary>Instructions that were completed.</summary>
    Instructions = 1,

    /// <summary>Accesses of the last cache.</summary>
    CacheReferences = 2,

    /// <summary>Accesses of the last cache that it could not serve.</summary>
    CacheMisses = 3,

    /// <summary>Branches that were completed.</summary>
    Branches = 4,

    /// <summary>Branches that were predicted wrongly.</summary>
    BranchMisses = 5,

    /// <summary>Cycles of the bus.</summary>
    BusCycles = 6,

    /// <summary>Cycles at the rate that does not change with the CPU's.</summary>
    ReferenceCycles = 9,
}
