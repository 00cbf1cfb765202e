using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Vm.Cpus;
using Waggle.Vm.Maps;

namespace Waggle.Vm.Tests.Maps;

/// <summary>The programs' side of arrays and hash tables; the host's is compared with the kernel's in Vm.KernelTests.</summary>
public sealed unsafe class ElementTests : IDisposable
{
    private static readonly MapType[] s_kinds =
        [MapType.Array, MapType.PerCpuArray, MapType.Hash, MapType.PerCpuHash, MapType.LruHash, MapType.LruPerCpuHash];

    private readonly VirtualCpus _cpus = new(4);
    private readonly VirtualCpu _cpu;

    public ElementTests() => _cpu = _cpus.Enter();

    public static TheoryData<MapType> Kinds => [.. s_kinds];

    [Theory, MemberData(nameof(Kinds))]
    public void LookupElement_AfterUpdate_PointsIntoTheMapsMemory(MapType type)
    {
        using VmMap map = TestMap.Create(_cpus, type, value: 24);
        byte* value = TestMap.Bytes(new byte[24]);
        *(ulong*)value = 42;
        ulong key = 3;

        Assert.Equal(0, map.UpdateElement((byte*)&key, value, UpdateFlags.Any, _cpu.Number));

        ulong* found = map.Find(3, _cpu.Number);
        Assert.Equal(42ul, *found);
        Assert.True(map.Values.Contains((ulong)found, 24));
        Assert.False(map.Values.Contains((ulong)&key, 8));
        Assert.Equal(0ul, (ulong)found & 7);
    }

    [Theory, InlineData(MapType.PerCpuArray), InlineData(MapType.PerCpuHash), InlineData(MapType.LruPerCpuHash)]
    public void UpdateElement_OfOneCpu_LeavesTheOthers(MapType type)
    {
        using VmMap map = TestMap.Create(_cpus, type);

        for (int cpu = 0; cpu < 3; cpu++) Assert.Equal(0, map.Put(5, (ulong)cpu + 1, cpu: cpu));

        ulong key = 5;
        for (uint cpu = 0; cpu < 4; cpu++) Assert.Equal(cpu < 3 ? cpu + 1 : 0ul, *(ulong*)map.LookupElementOf((byte*)&key, cpu));
        Assert.True(map.LookupElementOf((byte*)&key, 4) == null);
        ulong* all = stackalloc ulong[4];
        Assert.Equal(Errno.None, map.Lookup(&key, all, 0));
        Assert.Equal([1ul, 2, 3, 0], new ReadOnlySpan<ulong>(all, 4).ToArray());
    }

    [Theory, InlineData(MapType.Hash), InlineData(MapType.LruHash)]
    public void UpdateElement_OfAKeyThatARunHasLookedUp_KeepsTheOldValueForTheRun(MapType type)
    {
        using VmMap map = TestMap.Create(_cpus, type);
        map.Put(1, 10);
        ulong* old = map.Find(1);

        for (ulong value = 11; value < 200; value++) map.Put(1, value);

        Assert.Equal(10ul, *old);
        Assert.Equal(199ul, *map.Find(1));
    }

    [Theory, InlineData(MapType.Hash), InlineData(MapType.PerCpuHash), InlineData(MapType.LruHash), InlineData(MapType.LpmTrie)]
    public void DeleteElement_DuringARun_ValueStaysUntilTheRunEnds(MapType type)
    {
        using VmMap map = type == MapType.LpmTrie ? TestMap.Create(_cpus, type, key: 8, entries: 4, flags: 1) : TestMap.Create(_cpus, type, entries: 4);
        ulong[] keys = type == MapType.LpmTrie ? [0x04_0000_0020, 0x05_0000_0020, 0x06_0000_0020, 0x07_0000_0020] : [4, 5, 6, 7];
        foreach (ulong key in keys) map.Put(key, 77);
        ulong* old = map.Find(keys[0]);

        // The map is full and emptied a hundred times; no insertion fails, and nothing is written over what the run holds.
        for (int round = 0; round < 100; round++)
        {
            foreach (ulong key in keys) Assert.Equal(0, map.Drop(key));
            foreach (ulong key in keys) Assert.Equal(0, map.Put(key, 88));
        }
        Assert.Equal(77ul, *old);
        _cpus.Exit(_cpu);
        ulong memory = (ulong)map.Values.Sum(range => (long)range.Length);
        for (int round = 0; round < 1000; round++)
        {
            VirtualCpu cpu = _cpus.Enter();
            foreach (ulong key in keys) map.Drop(key);
            foreach (ulong key in keys) map.Put(key, 99);
            _cpus.Exit(cpu);
        }
        _cpus.Enter();
        Assert.Equal(memory, (ulong)map.Values.Sum(range => (long)range.Length)); // now it is used again
    }

    [Fact]
    public void UpdateElement_InOneEndlessRun_TakesNoMoreMemoryThanTheLimit()
    {
        using VmMap map = TestMap.Create(_cpus, MapType.Hash, value: 1 << 16, entries: 2);
        byte* value = TestMap.Bytes(new byte[1 << 16]);
        ulong key = 1;

        for (ulong i = 0; i < 3000; i++)
        {
            *(ulong*)value = i;
            Assert.Equal(0, map.UpdateElement((byte*)&key, value, 0, 0));
            Assert.Equal(i, *map.Find(1));
        }

        Assert.InRange(map.Values.Sum(range => (long)range.Length), 1L << 16, 80L << 20);
    }

    [Fact]
    public void DeleteElement_OfArray_IsInvalid()
    {
        using VmMap map = TestMap.Create(_cpus, MapType.Array);

        Assert.Equal(-22, map.Drop(1));
        Assert.Equal(-7, map.Put(16, 1));
        Assert.Equal(-17, map.Put(1, 1, UpdateFlags.NoExist));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void MoveNext_OverAllElements_SeesEachOnce(MapType type)
    {
        using VmMap map = TestMap.Create(_cpus, type, entries: 50);
        for (ulong key = 0; key < 50; key++) map.Put(key, key * 2, cpu: _cpu.Number);
        var seen = new SortedDictionary<uint, ulong>();
        var cursor = default(VmMapCursor);

        while (map.MoveNext(ref cursor, _cpu.Number))
        {
            seen.Add(*(uint*)cursor.Key, *(ulong*)cursor.Value);
            map.Drop(*(uint*)cursor.Key); // of hash tables
        }

        Assert.True(map.IsEnumerable);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => ((uint)i, (ulong)i * 2)), seen.Select(p => (p.Key, p.Value)));
    }

    [Fact]
    public void LruHash_WhenFull_KeepsWhatIsLookedUp()
    {
        using var map = (HashMap)TestMap.Create(_cpus, MapType.LruHash, entries: 100);
        for (ulong key = 0; key < 100; key++) map.Put(key, key);

        for (ulong key = 100; key < 150; key++)
        {
            for (ulong used = 0; used < 20; used++) Assert.True(map.Find(used) != null, $"{used} was forgotten at {key}");
            Assert.Equal(0, map.Put(key, key));
            Assert.Equal(100, map.Count);
        }
    }

    [Fact]
    public void Update_UnderTheValuesLock_LeavesTheLockAlone()
    {
        var layout = new ValueLayout(4, [(4, 4)]);
        uint* value = stackalloc uint[3];
        uint key = 0;
        foreach (MapType type in new[] { MapType.Array, MapType.Hash })
        {
            using VmMap map = VmMap.Create(TestMap.Spec(type, value: 12), _cpus, layout);
            (value[0], value[1], value[2]) = (1, 0xFFFF, 3);
            map.Update(&key, value, 0);
            var stored = (uint*)map.LookupElement((byte*)&key, 0);

            value[0] = 9;
            Assert.Equal(Errno.None, map.Update(&key, value, UpdateFlags.Lock));
            Assert.Equal(Errno.None, map.Lookup(&key, value, UpdateFlags.Lock));

            Assert.Equal((9u, 0u, 3u), (stored[0], stored[1], stored[2])); // in place: this is the same value
            Assert.Equal((9u, 0u, 3u), (value[0], value[1], value[2]));
        }
        using VmMap held = VmMap.Create(TestMap.Spec(MapType.Array, value: 12), _cpus, layout);
        ((uint*)held.LookupElement((byte*)&key, 0))[1] = 77; // a program wrote over the lock
        Assert.Equal(Errno.None, held.Update(&key, value, UpdateFlags.Lock));
        using VmMap plain = TestMap.Create(_cpus, MapType.Array);
        Assert.Equal(Errno.Invalid, plain.Set(0, 1, UpdateFlags.Lock));
        Assert.Equal(-22, plain.Put(0, 1, UpdateFlags.Lock));
    }

    [Fact]
    public void ValueTakenOut_OfHash_IsToldOfEachValueThatGoes()
    {
        using VmMap map = TestMap.Create(_cpus, MapType.Hash);
        var gone = new List<ulong>();
        map.ValueTakenOut = value => gone.Add(*(ulong*)value);

        map.Put(1, 10);
        map.Put(1, 11);
        map.Drop(1);

        Assert.Equal([10ul, 11], gone);
    }

    [Fact]
    public void TypedViews_OnTheEnginesMaps_Work()
    {
        using VmMap map = TestMap.Create(_cpus, MapType.Hash);
        var view = new BpfMap<uint, ulong>(map);
        view[7] = 70;
        view[8] = 80;

        Assert.Equal(70ul, view[7]);
        var pairs = new List<(uint, ulong)>();
        foreach (var pair in view) pairs.Add((pair.Key, pair.Value));
        Assert.Equal([(7u, 70ul), (8u, 80ul)], pairs.Order());
        Assert.Throws<BpfMapException>(() => TestMap.Create(_cpus, MapType.Hash, key: 0));
        Assert.Throws<BpfNotSupportedException>(() => TestMap.Create(_cpus, MapType.SockMap));
    }

    [Fact]
    public void Memory_OfMappableArray_IsSharedAndHoldsOffFreezing()
    {
        using VmMap map = TestMap.Create(_cpus, MapType.Array, entries: 4, flags: CreationFlags.Mappable);
        using (var view = new MappedArray<ulong>(map))
        {
            view.Ref(2) = 5;
            Assert.Equal(5ul, *map.Find(2));
            Assert.Equal(Errno.Busy, Assert.Throws<BpfMapException>(map.Freeze).Errno);
        }

        map.Freeze();

        Assert.Equal(Errno.NotPermitted, map.Set(2, 6));
        Assert.Equal(0, map.Put(2, 7)); // programs go on writing
    }

    [Fact]
    public void HotPath_LookupsAndUpdates_AllocateNothing()
    {
        VmMap[] maps = [.. s_kinds.Select(kind => TestMap.Create(_cpus, kind, entries: 64))];
        _cpus.Exit(_cpu);
        long allocated = Allocations.LeastOf(() =>
        {
            foreach (VmMap map in maps)
            {
                for (ulong round = 0; round < 200; round++)
                {
                    VirtualCpu cpu = _cpus.Enter();
                    for (ulong key = 0; key < 64; key++)
                    {
                        map.Put(key, key, cpu: cpu.Number);
                        if (map.Find(key, cpu.Number) == null) throw new InvalidOperationException();
                        if (map.Type is not (MapType.Array or MapType.PerCpuArray)) map.Drop(key);
                    }
                    _cpus.Exit(cpu);
                }
            }
        });

        _cpus.Enter();
        Assert.Equal(0, allocated);
    }

    public void Dispose()
    {
        _cpus.Exit(_cpu);
        _cpus.Dispose();
    }
}
