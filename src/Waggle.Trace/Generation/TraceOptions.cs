namespace Waggle.Trace.Generation;

/// <summary>Whose doings an expression sees.</summary>
public sealed record TraceOptions
{
    /// <summary>Only those of this process; null for all.</summary>
    public int? Pid { get; init; }
}
