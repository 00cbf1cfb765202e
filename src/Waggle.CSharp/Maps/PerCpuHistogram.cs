using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>How often values of each magnitude came: bucket n counts those from 2ⁿ to 2ⁿ⁺¹ - 1, and bucket 0 the zero, too. Each CPU counts for
/// itself (Linux 4.6).</summary>
[MapKind(MapType.PerCpuArray, Key = typeof(uint), Value = typeof(ulong), Entries = 64)]
public sealed class PerCpuHistogram
{
    /// <summary>Counts a value.</summary>
    public void Add(ulong value)
    {
        uint index = Bpf.Log2(value);
        var count = new MapValue<ulong>(ref MapHelpers.Lookup<uint, ulong>(this, in index));
        if (count.Exists) count.Value++;
    }
}
