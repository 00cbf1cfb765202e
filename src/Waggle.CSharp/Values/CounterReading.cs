namespace Waggle.CSharp;

/// <summary>A counter of a perf event: <c>struct bpf_perf_event_value</c>.</summary>
public struct CounterReading
{
    /// <summary>The count.</summary>
    public ulong Count;

    /// <summary>Nanoseconds that the event was wanted.</summary>
    public ulong Enabled;

    /// <summary>Nanoseconds that it counted: less, where events share a counter.</summary>
    public ulong Running;
}
