namespace Waggle.Linux.Links;

/// <summary>Events that the kernel counts itself, with the numbers of <c>enum perf_sw_ids</c> (include/uapi/linux/perf_event.h).</summary>
public enum SoftwareEvent
{
    /// <summary>Nanoseconds of a CPU's clock.</summary>
    CpuClock = 0,

    /// <summary>Nanoseconds that a thread has run.</summary>
    TaskClock = 1,

    /// <summary>Page faults.</summary>
    PageFaults = 2,

    /// <summary>Changes from one thread to another.</summary>
    ContextSwitches = 3,

    /// <summary>Moves of a thread to another CPU.</summary>
    CpuMigrations = 4,

    /// <summary>Page faults that needed no reading.</summary>
    MinorPageFaults = 5,

    /// <summary>Page faults that read from a device.</summary>
    MajorPageFaults = 6,
}
