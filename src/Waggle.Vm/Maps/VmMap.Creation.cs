using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using Waggle.Vm.Cpus;

namespace Waggle.Vm.Maps;

/// <summary>Making maps, with the checks of <c>BPF_MAP_CREATE</c>.</summary>
internal abstract unsafe partial class VmMap
{
    /// <summary>Creates a map.</summary>
    /// <param name="spec">What to make.</param>
    /// <param name="cpus">The engine's CPUs.</param>
    /// <param name="layout">Fields of a value that updates leave alone; null for none.</param>
    public static VmMap Create(MapSpec spec, VirtualCpus cpus, ValueLayout? layout = null)
    {
        Errno error = Check(spec);
        if (error != Errno.None) throw new InvalidOperationException($"{spec}: {error}");
        return Make(spec, cpus, layout ?? ValueLayout.Plain);
    }

    /// <summary>What <c>BPF_MAP_CREATE</c> would answer to these sizes and flags.</summary>
    public static Errno Check(MapSpec spec)
    {
        if (spec.Extra != 0 && spec.Type is not (MapType.BloomFilter or MapType.Arena)) return Errno.Invalid;
        const uint BothAccess = CreationFlags.ReadOnly | CreationFlags.WriteOnly;
        if ((spec.Flags & BothAccess) == BothAccess) return Errno.Invalid;
        if ((spec.Flags & CreationFlags.NumaNode) != 0 && spec.NumaNode != 0) return Errno.Invalid; // one node here
        return spec.Type switch
        {
            MapType.Array or MapType.PerCpuArray => ArrayMap.CheckArray(spec),
            MapType.Hash or MapType.PerCpuHash or MapType.LruHash or MapType.LruPerCpuHash => HashMap.CheckHash(spec),
            MapType.LpmTrie => TrieMap.CheckTrie(spec),
            MapType.Queue or MapType.Stack => QueueMap.CheckQueue(spec),
            MapType.BloomFilter => BloomFilterMap.CheckBloomFilter(spec),
            _ => Errno.Invalid,
        };
    }

    private static VmMap Make(MapSpec spec, VirtualCpus cpus, ValueLayout layout) => spec.Type switch
    {
        MapType.Array or MapType.PerCpuArray => new ArrayMap(spec, cpus, layout),
        MapType.Hash or MapType.PerCpuHash or MapType.LruHash or MapType.LruPerCpuHash => new HashMap(spec, cpus, layout),
        MapType.LpmTrie => new TrieMap(spec, cpus, layout),
        MapType.Queue or MapType.Stack => new QueueMap(spec, cpus, layout),
        MapType.BloomFilter => new BloomFilterMap(spec, cpus, layout),
        _ => throw new NotSupportedException(),
    };
}
