using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>How often each key came, or how much came of it (Linux 3.19).</summary>
/// <typeparam name="TKey">Key: compared byte by byte, so it must have no padding.</typeparam>
[MapKind(MapType.Hash, Value = typeof(ulong))]
public sealed class HashCounter<TKey> where TKey : unmanaged
{
    /// <summary>Adds one to a key's count.</summary>
    public void Increment(scoped in TKey key) => Add(in key, 1);

    /// <summary>Adds to a key's count, in one step. A key beyond those that there is room for is not counted.</summary>
    public void Add(scoped in TKey key, ulong amount)
    {
        var count = new MapValue<ulong>(ref MapHelpers.Lookup<TKey, ulong>(this, in key));
        if (count.Exists)
        {
            Interlocked.Add(ref count.Value, amount);
            return;
        }

        if (MapHelpers.Update(this, in key, in amount, MapHelpers.IfAbsent) == 0) return;
        var added = new MapValue<ulong>(ref MapHelpers.Lookup<TKey, ulong>(this, in key)); // another CPU was faster
        if (added.Exists) Interlocked.Add(ref added.Value, amount);
    }
}
