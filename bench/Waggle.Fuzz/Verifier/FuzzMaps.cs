using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;

namespace Waggle.Fuzz.Verifier;

/// <summary>The maps of generated programs.</summary>
internal static class FuzzMaps
{
    public const string Array = "array", Hash = "hash", PerCpu = "percpu", Global = "global", Ring = "ring", Locked = "locked", Events = "events", Programs = "programs";

    public const uint LockedSize = 32;

    private const int RingSize = 4096;

    public static readonly MapSpec[] Specs =
    [
        new(Array, MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 64, MaxEntries = 3 },
        new(Hash, MapType.Hash) { KeySizeInBytes = 8, ValueSizeInBytes = 48, MaxEntries = 8 },
        new(PerCpu, MapType.PerCpuArray) { KeySizeInBytes = 4, ValueSizeInBytes = 32, MaxEntries = 2 },
        new(Global, MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 40, MaxEntries = 1 },
        new(Ring, MapType.RingBuffer) { MaxEntries = RingSize },
        new(Locked, MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = (int)LockedSize, MaxEntries = 2, KeyTypeId = FuzzTypes.Key, ValueTypeId = FuzzTypes.Locked },
        new(Events, MapType.PerfEventArray) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = 2 },
        new(Programs, MapType.ProgramArray) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = 2 },
    ];

    public static MapSpec SpecOf(string name) => System.Array.Find(Specs, spec => spec.Name == name)!;
}
