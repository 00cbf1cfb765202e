namespace Waggle.Benchmarks.Verification;

/// <summary>One program in both verifiers; times in microseconds.</summary>
internal sealed record Measurement(string Name, bool HasFunctions)
{
    /// <summary>Whether it is accepted, by us and by the kernel.</summary>
    public bool IsAccepted { get; init; }
    public bool IsAcceptedByKernel { get; init; }

    /// <summary>Our first time in the process, best and median.</summary>
    public double First { get; init; }
    public double Best { get; init; }
    public double Median { get; init; }

    /// <summary>The kernel's best and median.</summary>
    public double KernelBest { get; init; }
    public double KernelMedian { get; init; }

    /// <summary>Instructions gone through, over all paths.</summary>
    public int Instructions { get; init; }
    public int KernelInstructions { get; init; }

    /// <summary>Bytes that one verification allocates.</summary>
    public long Allocated { get; init; }

    public double Ratio => Best / KernelBest;
}
