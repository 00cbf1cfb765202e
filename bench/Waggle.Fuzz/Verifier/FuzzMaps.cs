using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using Waggle.Vm.Cpus;
using Waggle.Vm.Maps;

namespace Waggle.Fuzz.Verifier;

/// <summary>The maps of all programs, and what is in them when one runs.</summary>
internal sealed unsafe class FuzzMaps
{
    public const string Array = "array", Hash = "hash", PerCpu = "percpu", Global = "global", Ring = "ring";

    private const int RingSize = 4096;

    public static readonly MapSpec[] Specs =
    [
        new(Array, MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 64, MaxEntries = 3 },
        new(Hash, MapType.Hash) { KeySizeInBytes = 8, ValueSizeInBytes = 48, MaxEntries = 8 },
        new(PerCpu, MapType.PerCpuArray) { KeySizeInBytes = 4, ValueSizeInBytes = 32, MaxEntries = 2 },
        new(Global, MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 40, MaxEntries = 1 },
        new(Ring, MapType.RingBuffer) { MaxEntries = RingSize },
    ];

    private readonly VirtualCpus _cpus;
    private readonly Dictionary<string, VmMap> _maps = [];
    private int _ringUses;

    public FuzzMaps(VirtualCpus cpus)
    {
        _cpus = cpus;
        foreach (MapSpec spec in Specs) _maps[spec.Name] = VmMap.Create(spec, cpus);
    }

    public IReadOnlyDictionary<string, VmMap> All => _maps;

    public static MapSpec SpecOf(string name) => System.Array.Find(Specs, spec => spec.Name == name)!;

    /// <summary>Puts numbers into the maps at which arithmetic has its edges. To be called between programs: it may replace maps.</summary>
    public void Fill(ref RandomSource random)
    {
        byte* value = stackalloc byte[64];
        foreach ((string name, VmMap map) in _maps)
        {
            if (map.Type == MapType.RingBuffer) continue;
            for (ulong key = 0; key < map.MaxEntries; key++)
            {
                EdgeNumbers.Fill(new Span<byte>(value, 64), ref random);
                if (name == Hash && random.Below(3) == 0) map.Delete(&key);
                else map.Update(&key, value, 0);
            }
        }
    }

    /// <summary>Makes a new ring buffer in place of one that is full by now: nobody reads it.</summary>
    public void Renew()
    {
        const int UsesOfRing = 16;
        if (++_ringUses % UsesOfRing != 0) return;
        _maps[Ring].Dispose();
        _maps[Ring] = VmMap.Create(SpecOf(Ring), _cpus);
    }
}
