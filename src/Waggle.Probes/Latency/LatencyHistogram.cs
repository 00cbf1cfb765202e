namespace Waggle.Probes.Latency;

using Waggle.CSharp;

/// <summary>Power-of-two histograms of microseconds: bucket 0 is below 1, bucket n from 2^(n-1) to below 2^n.</summary>
public static class LatencyHistogram
{
    /// <summary>Number of buckets; times of 2^30 µs (18 minutes) and more are in the last.</summary>
    public const int Length = 32;

    /// <summary>Adds a time to a histogram with <see cref="Length"/> entries.</summary>
    internal static void Add(PerCpuArrayMap<ulong> histogram, ulong nanoseconds)
    {
        ulong microseconds = nanoseconds / 1000;
        uint index = microseconds == 0 ? 0 : Bpf.Log2(microseconds) + 1;
        MapValue<ulong> bucket = histogram.Find(index < Length ? index : Length - 1);
        if (bucket.Exists) bucket.Value++;
    }
}
