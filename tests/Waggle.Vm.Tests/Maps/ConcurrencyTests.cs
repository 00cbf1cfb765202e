using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Vm.Cpus;
using Waggle.Vm.Maps;

namespace Waggle.Vm.Tests.Maps;

/// <summary>Eight threads, programs and host, on one map. WAGGLE_SOAK=60 lets each test go on for a minute.</summary>
public unsafe class ConcurrencyTests
{
    private const int Threads = 8;
    private const int Steps = 20_000;

    // A value says of which key it is, in each of its words: a torn, mixed or reused one shows.
    private const int Words = 6;

    [Theory, InlineData(MapType.Hash, 200u), InlineData(MapType.Hash, 40u), InlineData(MapType.LruHash, 60u), InlineData(MapType.LpmTrie, 200u)]
    public void Values_ChangedByAll_AreWholeAndOfTheirKey(MapType type, uint entries)
    {
        using var cpus = new VirtualCpus(4);
        bool isTrie = type == MapType.LpmTrie;
        using VmMap map = TestMap.Create(cpus, type, isTrie ? 8 : 4, Words * 8, entries, isTrie ? 1u : 0);

        Crowd.Run(Threads, Steps, (thread, step) =>
        {
            ulong* value = stackalloc ulong[Words];
            ulong number = (ulong)(step * 7 + thread * 13) % 100;
            ulong key = isTrie ? 32 | number << 32 : number;
            new Span<ulong>(value, Words).Fill(number << 32 | (uint)step);
            if (thread >= 6)
            {
                Host(map, key, value, step, number);
                return;
            }
            VirtualCpu cpu = cpus.Enter();
            var found = (ulong*)map.LookupElement((byte*)&key, cpu.Number);
            ulong seen = found == null ? 0 : Check(found, number);
            switch (step % 4)
            {
                case 0: Accept(map.UpdateElement((byte*)&key, (byte*)value, 0, cpu.Number)); break;
                case 1: Accept(map.DeleteElement((byte*)&key)); break;
                case 2: map.UpdateElement((byte*)&key, (byte*)value, UpdateFlags.Exist, cpu.Number); break;
            }
            // What the run found stays as it was, whatever became of the element.
            if (found != null) Assert.Equal(seen, Check(found, number));
            cpus.Exit(cpu);
        });

        ulong* read = stackalloc ulong[Words];
        List<ulong> keys = map.Keys();
        foreach (ulong key in keys)
        {
            ulong copy = key;
            Assert.Equal(Errno.None, map.Lookup(&copy, read, 0));
            Check(read, isTrie ? key >> 32 : key);
        }
        Assert.InRange(keys.Count, 0, (int)Math.Min(entries, 100));
        if (map is HashMap hash) Assert.Equal(keys.Count, hash.Count);
    }

    [Fact]
    public void Counts_AddedAtomicallyThroughPointers_AreNotLost()
    {
        using var cpus = new VirtualCpus(4);
        using VmMap hash = TestMap.Create(cpus, MapType.Hash);
        using VmMap array = TestMap.Create(cpus, MapType.Array);
        using VmMap perCpu = TestMap.Create(cpus, MapType.PerCpuHash);
        long runs = 0;

        Crowd.Run(Threads, Steps, (_, step) =>
        {
            VirtualCpu cpu = cpus.Enter();
            ulong key = (ulong)step % 8;
            foreach (VmMap map in new[] { hash, array, perCpu })
            {
                while (map.Find(key, cpu.Number) == null) map.Put(key, 0, UpdateFlags.NoExist, cpu.Number);
                ulong* counter = map.Find(key, cpu.Number);
                if (map == perCpu) ++*counter; // alone on this CPU
                else Interlocked.Increment(ref *counter);
            }
            cpus.Exit(cpu);
            Interlocked.Increment(ref runs);
        });

        Assert.Equal((ulong)runs, Sum(hash));
        Assert.Equal((ulong)runs, Sum(array));
        // A CPU that first meets a key while another adds it may find the element made: nothing is added twice or lost but by that.
        Assert.Equal((ulong)runs, Sum(perCpu));
    }

    [Theory, InlineData(MapType.Queue), InlineData(MapType.Stack)]
    public void Queues_PushedAndPoppedByAll_LoseNothing(MapType type)
    {
        using var cpus = new VirtualCpus(2);
        using VmMap map = TestMap.Create(cpus, type, key: 0, entries: 64);
        long pushed = 0, popped = 0, pushedSum = 0, poppedSum = 0;

        Crowd.Run(Threads, Steps, (thread, step) =>
        {
            ulong value = (ulong)step * 8 + (ulong)thread;
            if (thread % 2 == 0 && map.PushElement((byte*)&value, 0) == 0)
            {
                Interlocked.Increment(ref pushed);
                Interlocked.Add(ref pushedSum, (long)value);
            }
            if (thread % 2 != 0 && map.PopElement((byte*)&value) == 0)
            {
                Interlocked.Increment(ref popped);
                Interlocked.Add(ref poppedSum, (long)value);
            }
        });
        for (ulong value; map.PopElement((byte*)&value) == 0; popped++) poppedSum += (long)value;

        Assert.Equal(pushed, popped);
        Assert.Equal(pushedSum, poppedSum);
    }

    [Fact]
    public void InnerMaps_SwappedUnderRuns_AreAlwaysMaps()
    {
        using var cpus = new VirtualCpus(4);
        MapSpec spec = TestMap.Spec(MapType.ArrayOfMaps, value: 4, entries: 2);
        spec.InnerMap = TestMap.Spec(MapType.Hash);
        using VmMap outer = VmMap.Create(spec, cpus);

        Crowd.Run(Threads, Steps / 20, (thread, step) =>
        {
            uint key = (uint)step % 2;
            if (thread < 2)
            {
                VmMap inner = TestMap.Create(cpus, MapType.Hash);
                inner.Set(1, 1);
                Assert.Equal(Errno.None, outer.UpdateReference(&key, inner, 0));
                return;
            }
            VirtualCpu cpu = cpus.Enter();
            VmMap? found = outer.LookupInner((byte*)&key);
            if (found is not null) Assert.Equal(1ul, *found.Find(1));
            cpus.Exit(cpu);
        });
    }

    private static ulong Sum(VmMap map)
    {
        ulong sum = 0;
        ulong* values = stackalloc ulong[map.CpuCount];
        foreach (ulong key in map.Keys())
        {
            ulong copy = key;
            Assert.Equal(Errno.None, map.Lookup(&copy, values, 0));
            for (int cpu = 0; cpu < map.CpuCount; cpu++) sum += values[cpu];
        }
        return sum;
    }

    private static void Host(VmMap map, ulong key, ulong* value, int step, ulong number)
    {
        switch (step % 3)
        {
            case 0:
                if (map.Lookup(&key, value, 0) == Errno.None) Check(value, number);
                break;
            case 1: Accept(-(long)map.Update(&key, value, 0)); break;
            default:
                ulong next = 0;
                if (map.NextKey(&key, &next) == Errno.None) Assert.InRange(map.KeySizeInBytes == 8 ? next >> 32 : next, 0ul, 99ul);
                break;
        }
    }

    private static void Accept(long answer)
    {
        if (answer is not (0 or -2 or -7 or -28)) Assert.Fail($"answer {answer}");
    }

    private static ulong Check(ulong* value, ulong number)
    {
        ulong first = value[0];
        Assert.Equal(number, first >> 32);
        for (int i = 1; i < Words; i++) Assert.Equal(first, value[i]);
        return first;
    }
}
