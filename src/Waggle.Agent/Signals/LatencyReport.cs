using Waggle.Probes.Latency;

namespace Waggle.Agent.Signals;

/// <summary>A power-of-two histogram of times.</summary>
/// <param name="Total">Number of operations: the sum of the bars.</param>
/// <param name="Buckets">Bars from the first that is not empty to the last.</param>
public sealed record LatencyReport(ulong Total, IReadOnlyList<LatencyBucket> Buckets)
{
    /// <summary>No operations.</summary>
    public static LatencyReport Empty { get; } = new(0, []);

    /// <summary>Makes a report from counts as the kernel's side keeps them.</summary>
    internal static LatencyReport From(ReadOnlySpan<ulong> counts)
    {
        int first = counts.IndexOfAnyExcept(0UL);
        if (first < 0) return Empty;

        int last = counts.LastIndexOfAnyExcept(0UL);
        List<LatencyBucket> buckets = new(last - first + 1);
        ulong total = 0;
        for (int i = first; i <= last; i++)
        {
            ulong? end = i == LatencyHistogram.Length - 1 ? null : 1UL << i;
            buckets.Add(new LatencyBucket(i == 0 ? 0 : 1UL << (i - 1), end, counts[i]));
            total += counts[i];
        }

        return new LatencyReport(total, buckets);
    }
}
