namespace Waggle.Linux.Readers;

/// <summary>How a perf buffer is made.</summary>
public sealed record PerfBufferOptions
{
    /// <summary>Pages of each CPU's buffer; a power of two.</summary>
    public int PagesPerCpu { get; init; } = 64;

    /// <summary>Records that a CPU collects before it ends a wait; more of them cost the machine less and come later.</summary>
    public int WakeUpEvery { get; init; } = 1;
}
