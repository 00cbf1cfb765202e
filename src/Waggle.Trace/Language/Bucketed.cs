namespace Waggle.Trace.Language;

/// <summary>A bucket of a key's histogram, as key of a map: so histograms have no size, and empty buckets take no room.</summary>
/// <typeparam name="TKey">Key, a multiple of eight bytes.</typeparam>
public struct Bucketed<TKey> where TKey : unmanaged
{
    /// <summary>The key.</summary>
    public TKey Key;

    /// <summary>Number of the bucket: see <see cref="Buckets"/>.</summary>
    public long Bucket;
}
