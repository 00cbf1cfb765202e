namespace Waggle.Linux.Inspection;

/// <summary>What a perf-event link hangs on: <c>enum bpf_perf_event_type</c> (Linux 6.6).</summary>
public enum PerfEventKind
{
    /// <summary>Not said: the kernel is older.</summary>
    Unspecified = 0,

    /// <summary>Start of a function in user space.</summary>
    Uprobe = 1,

    /// <summary>End of a function in user space.</summary>
    Uretprobe = 2,

    /// <summary>Start of a kernel function.</summary>
    Kprobe = 3,

    /// <summary>End of a kernel function.</summary>
    Kretprobe = 4,

    /// <summary>Static tracepoint.</summary>
    Tracepoint = 5,

    /// <summary>Sampling by a hardware or software event.</summary>
    Event = 6,
}
