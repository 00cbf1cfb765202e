using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>How often values came, in buckets of equal width; the last bucket counts all that are larger. Each CPU counts for itself (Linux
/// 4.6).</summary>
[MapKind(MapType.PerCpuArray, Key = typeof(uint), Value = typeof(ulong), Entries = Buckets)]
public sealed class LinearHistogram
{
    /// <summary>Number of buckets.</summary>
    public const int Buckets = 128;

    /// <summary>Counts a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="width">How wide a bucket is: a constant.</param>
    public void Add(ulong value, ulong width)
    {
        ulong bucket = value / width;
        uint index = bucket < Buckets ? (uint)bucket : Buckets - 1;
        var count = new MapValue<ulong>(ref MapHelpers.Lookup<uint, ulong>(this, in index));
        if (count.Exists) count.Value++;
    }
}
