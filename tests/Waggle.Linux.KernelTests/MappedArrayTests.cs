using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Linux.Maps;

namespace Waggle.Linux.KernelTests;

public class MappedArrayTests
{
    [Fact]
    public void Span_Written_IsWhatBpftoolDumpsAndWhatLookupsRead()
    {
        using KernelMap map = Create(8, 1000);
        using var memory = new MappedArray<ulong>(map);
        var typed = new BpfMap<uint, ulong>(map);

        for (int i = 0; i < 1000; i++) memory.Span[i] = (ulong)i * 3;
        Assert.Equal(2997UL, typed[999]);
        typed[5] = 77;

        Assert.Equal(77UL, memory[5]);
        Assert.Equal(1000, memory.ReadOnlySpan.Length);
        SortedDictionary<string, string> dump = Bpftool.DumpMap(map.Id);
        Assert.Equal("4d00000000000000", dump["05000000"]);
        Assert.Equal("0600000000000000", dump["02000000"]);
    }

    [Fact]
    public void Ref_ValuesOfOddSize_LieAtMultiplesOfEight()
    {
        using KernelMap map = Create(12, 10);
        using var memory = new MappedArray<Twelve>(map);

        memory.Ref(3) = new Twelve { B = 0x55, C = 0x66 };
        Interlocked.Increment(ref memory.Ref(9).A);

        Assert.Equal(0x55U, new BpfMap<uint, Twelve>(map)[3].B);
        Assert.Equal(0x66U, new BpfMap<uint, Twelve>(map)[3].C);
        Assert.Equal(1U, new BpfMap<uint, Twelve>(map)[9].A);
        Assert.Equal(0U, new BpfMap<uint, Twelve>(map)[4].A);
        Assert.Throws<InvalidOperationException>(() => memory.Span.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => memory[10].A);
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Ref(-1).A);
    }

    [Fact]
    public void Freeze_MappedWritable_IsRefusedThenReadOnlyMappingsOnly()
    {
        using KernelMap map = Create(8, 4);
        using (var memory = new MappedArray<ulong>(map))
        {
            memory.Ref(0) = 9;
            Assert.Equal(Errno.Busy, Assert.Throws<BpfMapException>(map.Freeze).Errno);
        }

        map.Freeze();

        Assert.Contains("frozen", Assert.Throws<BpfMapException>(() => new MappedArray<ulong>(map)).Message, StringComparison.Ordinal);
        using var readOnly = new MappedArray<ulong>(map, isReadOnly: true);
        Assert.Equal(9UL, readOnly.ReadOnlySpan[0]);
        Assert.Throws<InvalidOperationException>(() => readOnly.Ref(0) = 1);
        Assert.Equal(Errno.NotPermitted, Assert.ThrowsAny<BpfException>(() => new BpfMap<uint, ulong>(map)[0] = 1).Errno);
    }

    [Fact]
    public void Open_NotMappableOrDisposed_IsRefused()
    {
        KernelAccess.RequireEngine();
        using var plain = KernelMap.Create(new MapSpec("plain", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 1 });
        using KernelMap map = Create(8, 4);
        var memory = new MappedArray<ulong>(map);
        memory.Dispose();

        Assert.Contains("MapFlags.Mappable", Assert.Throws<BpfMapException>(() => new MappedArray<ulong>(plain)).Message, StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => memory[0]);
        Assert.Throws<BpfMapException>(() => new MappedArray<uint>(map));
    }

    private static KernelMap Create(int valueSize, uint entries)
    {
        KernelAccess.RequireEngine();
        return KernelMap.Create(new MapSpec("mapped", MapType.Array)
        { KeySizeInBytes = 4, ValueSizeInBytes = valueSize, MaxEntries = entries, Flags = (uint)MapFlags.Mappable });
    }

    private struct Twelve
    {
        public uint A, B, C;
    }
}
