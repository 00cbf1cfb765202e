using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>A number that each CPU counts for itself: no atomic operation, and readers add up (Linux 4.6).</summary>
[MapKind(MapType.PerCpuArray, Key = typeof(uint), Value = typeof(ulong), Entries = 1)]
public sealed class PerCpuCounter
{
    /// <summary>Adds one.</summary>
    public void Increment() => Add(1);

    /// <summary>Adds a number.</summary>
    public void Add(ulong amount)
    {
        uint index = 0;
        var count = new MapValue<ulong>(ref MapHelpers.Lookup<uint, ulong>(this, in index));
        if (count.Exists) count.Value += amount;
    }
}
