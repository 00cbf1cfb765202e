using Waggle.Linux.Interop;

namespace Waggle.Linux.Links;

/// <summary>Which event runs a perf_event program, how often and where.</summary>
public sealed record PerfEventOptions
{
    /// <summary>Number of <c>perf_event_attr.type</c>; 1 are the kernel's software events, 0 the hardware counters.</summary>
    public uint Type { get; init; } = PerfEventAttr.PERF_TYPE_SOFTWARE;

    /// <summary>Number of <c>perf_event_attr.config</c>; of the software events 0 is the CPU clock, in nanoseconds.</summary>
    public ulong Event { get; init; } = PerfEventAttr.PERF_COUNT_SW_CPU_CLOCK;

    /// <summary>The program runs each time the event has been counted this often; 0 if <see cref="FrequencyInHertz"/> says.</summary>
    public ulong Period { get; init; }

    /// <summary>The program runs about this often in a second; not 0 unless <see cref="Period"/> is set.</summary>
    public ulong FrequencyInHertz { get; init; }

    /// <summary>The thread to sample; null for every thread of the machine.</summary>
    public int? ThreadId { get; init; }

    /// <summary>CPUs to sample on; null for all that are online now or later, or wherever the thread of <see cref="ThreadId"/> runs.</summary>
    public IReadOnlyList<int>? Cpus { get; init; }

    /// <summary>An event that the kernel counts; period or frequency are still to be set.</summary>
    public static PerfEventOptions Of(SoftwareEvent what) => new() { Type = PerfEventAttr.PERF_TYPE_SOFTWARE, Event = (ulong)what };

    /// <summary>An event that the CPU counts; period or frequency are still to be set.</summary>
    public static PerfEventOptions Of(HardwareEvent what) => new() { Type = PerfEventAttr.PERF_TYPE_HARDWARE, Event = (ulong)what };

    internal bool TriesLinks { get; init; } = true;
}
