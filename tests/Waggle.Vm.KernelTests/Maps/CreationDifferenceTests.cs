using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Linux.Maps;
using Waggle.Vm.Cpus;
using Waggle.Vm.Maps;

namespace Waggle.Vm.KernelTests.Maps;

/// <summary>Sizes and flags of all sorts: what the kernel takes the engine takes, and what it refuses is refused with the same number.</summary>
public class CreationDifferenceTests
{
    // Storage wants BTF, which the views add; cgroup and socket arrays and struct_ops have no counterpart.
    public static TheoryData<MapType> Kinds =>
    [
        MapType.Hash, MapType.Array, MapType.ProgramArray, MapType.PerfEventArray, MapType.PerCpuHash, MapType.PerCpuArray, MapType.StackTrace,
        MapType.LruHash, MapType.LruPerCpuHash, MapType.LpmTrie, MapType.ArrayOfMaps, MapType.HashOfMaps, MapType.DevMap, MapType.CpuMap,
        MapType.XskMap, MapType.Queue, MapType.Stack, MapType.DevMapHash, MapType.RingBuffer, MapType.BloomFilter, MapType.UserRingBuffer, MapType.Arena,
    ];

    [Theory, MemberData(nameof(Kinds))]
    public void Create_RandomSizesAndFlags_SameAnswer(MapType type)
    {
        KernelAccess.RequireEngine();
        if (type == MapType.Arena) SkipWithout(new MapSpec("arena", type) { MaxEntries = 1, Flags = 1 << 10 });
        int[] keys = [0, 1, 4, 5, 8, 260, 261];
        int[] values = [0, 1, 4, 8, 12, 32, 40, 1016, 1024, 32 << 10, 40000];
        uint[] entries = [0, 1, 2, 3, 7, 64, 1000, 4096, 8192, 12288];
        var random = new Random((int)type);
        var seen = new HashSet<Errno>();
        using var cpus = new VirtualCpus(1);

        for (int i = 0; i < 600; i++)
        {
            MapSpec spec = Usual(type);
            // Mostly one or two things differ from a map that is made.
            for (int changes = random.Next(3); changes > 0; changes--)
            {
                switch (random.Next(4))
                {
                    case 0: spec.KeySizeInBytes = keys[random.Next(keys.Length)]; break;
                    case 1: spec.ValueSizeInBytes = values[random.Next(values.Length)]; break;
                    case 2: spec.MaxEntries = entries[random.Next(entries.Length)]; break;
                    default: spec.Flags ^= 1u << random.Next(13); break; // newer kernels know more flags
                }
            }
            // For an arena the place to map it at, which must be free.
            if (random.Next(10) == 0) spec.Extra = type == MapType.Arena ? (random.Next(2) == 0 ? 0x1F_0000_0100ul : 0x1F_FFFF_F000ul) : (ulong)random.Next(20);
            if ((spec.Flags & (1 << 2)) != 0) spec.NumaNode = 0;
            Errno kernel = AnswerOf(() => KernelMap.Create(spec));
            Errno vm = AnswerOf(() => VmMap.Create(spec, cpus));
            if (kernel == Errno.NoMemory) continue; // more than this machine has, not more than a kernel takes
            if (kernel == Errno.TooBig && type == MapType.CpuMap) continue; // more CPUs than it was built for
            if (kernel != vm)
                Assert.Fail($"{type} key {spec.KeySizeInBytes} value {spec.ValueSizeInBytes} entries {spec.MaxEntries} flags {spec.Flags:x} extra {spec.Extra:x}: "
                    + $"the kernel says {kernel}, the engine {vm}");
            seen.Add(kernel);
        }

        Assert.Contains(Errno.None, seen);
        Assert.Contains(Errno.Invalid, seen);
    }

    private static MapSpec Usual(MapType type)
    {
        var spec = new MapSpec("difference", type) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 4 };
        switch (type)
        {
            case MapType.ProgramArray or MapType.PerfEventArray or MapType.XskMap or MapType.DevMap or MapType.DevMapHash or MapType.CpuMap:
                spec.ValueSizeInBytes = 4;
                break;
            case MapType.ArrayOfMaps or MapType.HashOfMaps:
                spec.ValueSizeInBytes = 4;
                spec.InnerMap = new MapSpec("inner", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 2 };
                break;
            case MapType.LpmTrie:
                (spec.KeySizeInBytes, spec.Flags) = (8, 1);
                break;
            case MapType.Queue or MapType.Stack or MapType.BloomFilter:
                spec.KeySizeInBytes = 0;
                break;
            case MapType.RingBuffer or MapType.UserRingBuffer:
                (spec.KeySizeInBytes, spec.ValueSizeInBytes, spec.MaxEntries) = (0, 0, 4096);
                break;
            case MapType.Arena:
                (spec.KeySizeInBytes, spec.ValueSizeInBytes, spec.Flags) = (0, 0, 1 << 10);
                break;
        }
        return spec;
    }

    private static Errno AnswerOf(Func<LiveMap> create)
    {
        try
        {
            create().Dispose();
            return Errno.None;
        }
        catch (BpfException error)
        {
            return error.Errno;
        }
    }

    private static void SkipWithout(MapSpec spec)
    {
        if (AnswerOf(() => KernelMap.Create(spec)) != Errno.None) Assert.Skip($"the kernel has no {spec.Type}");
    }
}
