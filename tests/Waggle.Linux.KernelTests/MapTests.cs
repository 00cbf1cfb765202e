using System.Runtime.InteropServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Linux.Maps;

namespace Waggle.Linux.KernelTests;

public class MapTests
{
    public static TheoryData<MapType> HashTypes => [MapType.Hash, MapType.LruHash];

    [Theory, MemberData(nameof(HashTypes))]
    public void Set_ManyKeys_IsWhatBpftoolDumpsAndWhatWeReadBack(MapType type)
    {
        using KernelMap map = Create(type, 4, 8, 4096);
        var typed = new BpfMap<uint, ulong>(map);

        for (uint i = 0; i < 1000; i++) typed[i * 7] = i * 1_000_003UL;

        Assert.Equal(Bpftool.DumpMap(map.Id), Sorted(typed.ReadAll()));
        Assert.Equal(1000, typed.ReadAll().Count);
        Assert.Equal(999 * 1_000_003UL, typed[999 * 7]);
        Assert.False(typed.TryGet(3, out ulong missing));
        Assert.Equal(0UL, missing);
    }

    [Fact]
    public void Array_WrittenByIndex_IsWhatBpftoolDumps()
    {
        using KernelMap map = Create(MapType.Array, 4, 4, 300);
        var typed = new BpfMap<uint, int>(map);

        for (uint i = 0; i < 300; i++) typed[i] = -(int)i;

        Assert.Equal(Bpftool.DumpMap(map.Id), Sorted(typed.ReadAll()));
        Assert.False(typed.TryGet(300, out _));
        Assert.Equal(Errno.TooBig, Assert.Throws<BpfMapException>(() => typed[300] = 1).Errno);
    }

    [Fact]
    public void Hash_UpdateModes_AddReplaceRemoveAndTakeAsNamed()
    {
        using KernelMap map = Create(MapType.Hash, 4, 8, 2);
        var typed = new BpfMap<uint, ulong>(map);

        Assert.True(typed.TryAdd(1, 10));
        Assert.False(typed.TryAdd(1, 11));
        Assert.Equal(10UL, typed[1]);
        Assert.Equal(Errno.Exists, Assert.Throws<BpfMapException>(() => typed.Set(1, 12, UpdateMode.Add)).Errno);
        Assert.Equal(Errno.NoEntry, Assert.Throws<BpfMapException>(() => typed.Set(2, 20, UpdateMode.Replace)).Errno);
        typed.Set(1, 13, UpdateMode.Replace);
        Assert.Equal(13UL, typed[1]);
        typed[2] = 20;
        var full = Assert.Throws<BpfMapException>(() => typed[3] = 30);
        Assert.Contains("full", full.Message, StringComparison.Ordinal);
        Assert.Contains("'test'", full.Message, StringComparison.Ordinal);
        Assert.True(typed.TryTake(2, out ulong taken));
        Assert.Equal(20UL, taken);
        Assert.False(typed.TryTake(2, out _));
        Assert.True(typed.Remove(1));
        Assert.False(typed.Remove(1));
        Assert.Throws<KeyNotFoundException>(() => typed[1]);
        Assert.Empty(typed.ReadAll());
    }

    [Theory]
    [InlineData(MapType.PerCpuHash)]
    [InlineData(MapType.PerCpuArray)]
    [InlineData(MapType.LruPerCpuHash)]
    public void PerCpu_ValuesOfOddSize_AreWhatBpftoolDumps(MapType type)
    {
        using KernelMap map = Create(type, 4, 12, 50);
        var typed = new PerCpuMap<uint, Twelve>(map);
        Span<Twelve> values = stackalloc Twelve[typed.CpuCount];

        for (uint key = 0; key < 50; key++)
        {
            for (int cpu = 0; cpu < values.Length; cpu++) values[cpu] = new Twelve { A = key, B = (uint)cpu, C = key * (uint)cpu };
            typed.Set(key, values);
        }

        SortedDictionary<string, string> read = new(StringComparer.Ordinal);
        foreach (var entry in typed)
        {
            uint key = entry.Key;
            read.Add(Hex(key), string.Join('|', entry.Values.ToArray().Select(v => Hex(v))));
        }
        Assert.Equal(Bpftool.DumpMap(map.Id), read);
        Assert.True(typed.TryGet(49, values));
        Assert.Equal(49U, values[^1].A);
        Assert.Equal((uint)typed.CpuCount - 1, values[^1].B);
        Assert.Throws<ArgumentException>(() => typed.TryGet(1, []));
    }

    [Fact]
    public void Sum_PerCpuCounter_AddsTheValuesOfAllCpus()
    {
        using KernelMap map = Create(MapType.PerCpuArray, 4, 8, 1);
        var typed = new PerCpuMap<uint, ulong>(map);

        typed.Set(0, [.. Enumerable.Range(1, typed.CpuCount).Select(i => (ulong)i)]);

        Assert.Equal((ulong)(typed.CpuCount * (typed.CpuCount + 1) / 2), typed.Sum(0U));
        Assert.Equal(0UL, typed.Sum(1U));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TakeAll_EveryElement_ComesOnceAndIsGone(bool inBatches)
    {
        const uint Count = 5000; // more than one batch
        using KernelMap map = Create(MapType.Hash, 4, 8, Count);
        var typed = new BpfMap<uint, ulong>(map);
        for (uint i = 0; i < Count; i++) typed[i] = i + 1UL;

        List<uint> taken = [];
        var cursor = new ElementCursor(map, isTaking: true, isStepping: !inBatches);
        while (cursor.MoveNext())
        {
            Assert.Equal(MemoryMarshal.Read<uint>(cursor.Key) + 1UL, MemoryMarshal.Read<ulong>(cursor.Value));
            taken.Add(MemoryMarshal.Read<uint>(cursor.Key));
        }
        cursor.Dispose();

        Assert.Equal(Enumerable.Range(0, (int)Count).Select(i => (uint)i), taken.Order());
        Assert.Empty(typed.ReadAll());
    }

    [Fact]
    public void TakeAll_ValuesOfOneBucketBeyondTheFirstBuffer_GrowsIt()
    {
        // 32 KiB a value: a first batch of two, and a table with one bucket for four.
        using KernelMap map = Create(MapType.Hash, 4, 32 * 1024, 64);
        var typed = new BpfMap<uint, Large>(map);
        for (uint i = 0; i < 64; i++) typed[i] = default;

        Assert.Equal(64, typed.TakeAll().Count);
        Assert.Empty(typed.ReadAll());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Enumerate_WhileOthersAddAndRemove_SeesTheOnesThatStayOnce(bool inBatches)
    {
        const uint Staying = 2000;
        using KernelMap map = Create(MapType.Hash, 4, 8, 65536);
        var typed = new BpfMap<uint, ulong>(map);
        for (uint i = 0; i < Staying; i++) typed[i] = i;
        using var stop = new CancellationTokenSource();
        var churn = new Thread(() =>
        {
            for (uint i = 1_000_000; !stop.IsCancellationRequested; i++)
            {
                typed[i] = 1;
                typed.Remove(i);
            }
        });
        churn.Start();

        try
        {
            for (int round = 0; round < 20; round++)
            {
                List<uint> seen = [];
                var cursor = new ElementCursor(map, isTaking: false, isStepping: !inBatches);
                while (cursor.MoveNext()) seen.Add(MemoryMarshal.Read<uint>(cursor.Key));
                cursor.Dispose();

                IEnumerable<uint> stayed = seen.Where(k => k < Staying);
                if (inBatches) Assert.Equal(Enumerable.Range(0, (int)Staying).Select(i => (uint)i), stayed.Order());
                else Assert.Equal((int)Staying, stayed.Distinct().Count()); // key by key may start again and repeat
            }
        }
        finally
        {
            stop.Cancel();
            churn.Join();
        }
    }

    [Fact]
    public void Operations_OnAWarmMap_AllocateNothing()
    {
        using KernelMap hash = Create(MapType.Hash, 4, 8, 1024);
        using KernelMap counters = Create(MapType.PerCpuArray, 4, 8, 4);
        var typed = new BpfMap<uint, ulong>(hash);
        var perCpu = new PerCpuMap<uint, ulong>(counters);
        for (uint i = 0; i < 1000; i++) typed[i] = i;
        ulong sum = 0;

        long allocated = Allocation.Measure(() =>
        {
            typed.Set(1, 2);
            typed.TryGet(1, out ulong value);
            sum += value + perCpu.Sum(0U);
            typed.TryAdd(1, 3);
            typed.Remove(5000);
            foreach (KeyValuePair<uint, ulong> pair in typed) sum += pair.Value;
            foreach (var entry in perCpu) sum += entry.Values[0];
        });

        Assert.Equal(0, allocated);
        Assert.NotEqual(0UL, sum);
    }

    [Fact]
    public void BpfMap_OtherSizes_NamesBoth()
    {
        using KernelMap map = Create(MapType.Hash, 4, 8, 1);

        var error = Assert.Throws<BpfMapException>(() => new BpfMap<uint, uint>(map));

        Assert.Contains("value has 8 bytes, and System.UInt32 has 4", error.Message, StringComparison.Ordinal);
        Assert.Throws<BpfMapException>(() => new BpfMap<ulong, ulong>(map));
        Assert.Throws<BpfMapException>(() => new PerCpuMap<uint, ulong>(map));
    }

    [Fact]
    public void Create_FrozenData_CanBeReadAndNotWritten()
    {
        KernelAccess.RequireEngine();
        using var map = KernelMap.Create(new MapSpec(".rodata", MapType.Array)
        { KeySizeInBytes = 4, ValueSizeInBytes = 16, MaxEntries = 1, InitialValue = [1, 2, 3, 4], IsFrozen = true });

        Assert.Equal(0x04030201, map.Read<int>(0));
        Assert.Equal(0L, map.Read<long>(8));
        Assert.Contains("before", Assert.Throws<BpfMapException>(() => map.Write(0, 5)).Message, StringComparison.Ordinal);
        Assert.Equal(Errno.NotPermitted, Assert.ThrowsAny<BpfException>(() => new BpfMap<int, Sixteen>(map)[0] = default).Errno);
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Read<long>(9));
    }

    [Theory]
    [InlineData(0U)]
    [InlineData(1U << 10)] // BPF_F_MMAPABLE
    public void Write_GlobalVariable_ChangesThatFieldOnly(uint flags)
    {
        KernelAccess.RequireEngine();
        using var map = KernelMap.Create(new MapSpec(".data", MapType.Array)
        { KeySizeInBytes = 4, ValueSizeInBytes = 12, MaxEntries = 1, InitialValue = [.. Enumerable.Repeat((byte)0xaa, 12)], Flags = flags });

        map.Write(4, 0x11223344);

        Assert.Equal("{\"00000000\":\"aaaaaaaa44332211aaaaaaaa\"}", System.Text.Json.JsonSerializer.Serialize(Bpftool.DumpMap(map.Id)));
    }

    [Fact]
    public void Create_ImpossibleSizes_SaysWhatIsWanted()
    {
        var error = Assert.Throws<BpfMapException>(() => Create(MapType.RingBuffer, 0, 0, 1000));

        Assert.Equal(Errno.Invalid, error.Errno);
        Assert.Contains("power of two", error.Message, StringComparison.Ordinal);
        Assert.Contains("1000 entries", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dispose_MapInUse_LaterUseIsRefused()
    {
        KernelMap map = Create(MapType.Hash, 4, 8, 1);
        var typed = new BpfMap<uint, ulong>(map);

        map.Dispose();

        Assert.Throws<ObjectDisposedException>(() => typed[1] = 1);
    }

    [Fact]
    public void Create_AndDispose_LeavesNoDescriptor() => DescriptorCount.AssertSame(() =>
    {
        using KernelMap map = Create(MapType.Hash, 4, 8, 10);
        new BpfMap<uint, ulong>(map)[1] = 2;
        Assert.Throws<BpfMapException>(() => Create(MapType.Array, 3, 8, 10));
        Assert.ThrowsAny<BpfException>(() => KernelMap.Create(new MapSpec("x", MapType.Array)
        { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = 1, InitialValue = new byte[5] }));
    });

    private static KernelMap Create(MapType type, int key, int value, uint entries)
    {
        KernelAccess.RequireEngine();
        return KernelMap.Create(new MapSpec("test", type) { KeySizeInBytes = key, ValueSizeInBytes = value, MaxEntries = entries });
    }

    private static SortedDictionary<string, string> Sorted<TKey, TValue>(IReadOnlyList<KeyValuePair<TKey, TValue>> pairs)
        where TKey : unmanaged where TValue : unmanaged =>
        new(pairs.ToDictionary(p => Hex(p.Key), p => Hex(p.Value)), StringComparer.Ordinal);

    private static string Hex<T>(T value) where T : unmanaged =>
        Convert.ToHexStringLower(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    private struct Twelve
    {
        public uint A, B, C;
    }

    [StructLayout(LayoutKind.Sequential, Size = 16)]
    private struct Sixteen
    {
        public byte First;
    }

    [StructLayout(LayoutKind.Sequential, Size = 32 * 1024)]
    private struct Large
    {
        public byte First;
    }
}
