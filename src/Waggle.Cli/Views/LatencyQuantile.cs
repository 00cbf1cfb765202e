using Waggle.Agent.Signals;

namespace Waggle.Cli.Views;

/// <summary>Reads quantiles off a histogram: only the bar is known, so the answer is its upper end.</summary>
internal static class LatencyQuantile
{
    /// <summary>"&lt; 64 µs"; "" for an empty histogram.</summary>
    public static string Describe(LatencyReport report, double share)
    {
        ulong wanted = (ulong)Math.Ceiling(report.Total * share);
        ulong seen = 0;
        foreach (LatencyBucket bucket in report.Buckets)
        {
            seen += bucket.Count;
            if (seen < wanted) continue;
            return bucket.ToUs is { } end ? $"< {Quantity.Time(end * 1000.0)}" : $">= {Quantity.Time(bucket.FromUs * 1000.0)}";
        }

        return "";
    }
}
