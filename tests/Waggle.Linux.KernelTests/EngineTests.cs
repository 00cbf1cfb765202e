using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Linux.Maps;

namespace Waggle.Linux.KernelTests;

/// <summary>Code that knows no more than <see cref="IEngine"/>.</summary>
public class EngineTests
{
    [Fact]
    public void Load_ByWhatEnginesHaveInCommon_RunsAndCounts()
    {
        IEngine engine = KernelEngine.Create();

        using LiveObject loaded = engine.Load(Counting());
        GlobalVariable<ulong> hits = loaded.Global<ulong>(Programs.Hits.Name, 8);
        ProgramRunResult result = default;
        for (int i = 0; i < 3; i++) result = loaded.FindProgram("count").Run();

        Assert.Equal(7u, result.ReturnValue);
        Assert.Equal(3ul, hits.Value);
    }

    [Fact]
    public void FindProgram_UnknownName_SaysWhichThereAre()
    {
        using LiveObject loaded = KernelEngine.Create().Load(Counting());

        BpfException error = Assert.Throws<BpfException>(() => loaded.FindProgram("cuont"));

        Assert.Contains("it has count", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UpdateReference_OfAnotherEnginesObject_IsABadDescriptor()
    {
        MapSpec inner = new("inner", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 1 };
        using KernelMap outer = KernelMap.Create(new MapSpec("outer", MapType.ArrayOfMaps) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = 1, InnerMap = inner });
        using LiveMap foreign = new ForeignMap(inner);

        BpfMapException error = Assert.Throws<BpfMapException>(() => new MapOfMaps<uint>(outer).Set(0, foreign));

        Assert.Equal(Errno.BadDescriptor, error.Errno);
    }

    private static BpfObject Counting() => new()
    {
        Programs = [Programs.CountRuns("raw_tp/sys_enter", ProgramType.RawTracepoint, verdict: 7)],
        Maps = [Programs.Hits],
    };

    private sealed unsafe class ForeignMap(MapSpec spec) : LiveMap(spec, cpuCount: 1)
    {
        public override Errno Lookup(void* key, void* value, ulong flags) => Errno.NotSupported;

        public override Errno Update(void* key, void* value, ulong flags) => Errno.NotSupported;

        public override Errno Delete(void* key) => Errno.NotSupported;

        public override Errno LookupAndDelete(void* key, void* value) => Errno.NotSupported;

        public override Errno NextKey(void* key, void* next) => Errno.NotSupported;

        protected override Errno FreezeElements() => Errno.NotSupported;
    }
}
