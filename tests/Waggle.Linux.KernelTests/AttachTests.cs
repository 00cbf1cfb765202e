using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using Waggle.Linux.Links;

namespace Waggle.Linux.KernelTests;

public class AttachTests
{
    private const int Calls = 1000;

    public static TheoryData<string, ProgramType, uint> Hooks => new()
    {
        { "raw_tp/sys_enter", ProgramType.RawTracepoint, 0 },
        { "tracepoint/raw_syscalls/sys_enter", ProgramType.Tracepoint, 0 },
        { "tp_btf/sys_enter", ProgramType.Tracing, 23 }, // BPF_TRACE_RAW_TP
    };

    [Theory, MemberData(nameof(Hooks))]
    public void AttachAll_CountingProgram_CountsExactlyTheCallsMadeMeanwhile(string section, ProgramType type, uint attachType)
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        if (type == ProgramType.Tracing) KernelAccess.RequireKernelBtf();
        using LoadedObject loaded = engine.Load(new BpfObject { Programs = [Programs.Count(section, type, attachType)], Maps = [Programs.Hits] });

        SystemCalls.GetParent(17);
        IReadOnlyList<Link> links = loaded.AttachAll();
        SystemCalls.GetParent(Calls);
        links[0].Dispose();
        SystemCalls.GetParent(17);

        Assert.Equal((ulong)Calls, loaded.Global<ulong>("hits", 8).Value);
        Assert.Equal(0UL, loaded.Global<ulong>("hits", 0).Value);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Attach_TracepointWithAndWithoutBpfLink_CountsAndDetaches(bool hasLinks)
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(
            new BpfObject { Programs = [Programs.Count("tracepoint/raw_syscalls/sys_enter", ProgramType.Tracepoint)], Maps = [Programs.Hits] });
        using var traceFs = TraceFs.Open();

        using (TracepointLink link = TracepointLink.Attach(
            loaded.Programs["count"].Descriptor, "count", new TracepointName("raw_syscalls", "sys_enter"), traceFs, hasLinks))
        {
            SystemCalls.GetParent(Calls);
            if (!hasLinks) Assert.False(link.IsBpfLink);
        }
        SystemCalls.GetParent(17);

        Assert.Equal((ulong)Calls, loaded.Global<ulong>("hits", 8).Value);
    }

    [Fact]
    public void DetachAll_SeveralPrograms_StopsThemAndKeepsTheirMaps()
    {
        ProgramSpec[] programs =
        [
            Programs.Count("raw_tp/sys_enter", ProgramType.RawTracepoint),
            Programs.Count("tracepoint/raw_syscalls/sys_enter", ProgramType.Tracepoint) with { Name = "second" },
        ];
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(new BpfObject { Programs = [.. programs], Maps = [Programs.Hits] });

        loaded.AttachAll();
        SystemCalls.GetParent(Calls);
        loaded.DetachAll();
        SystemCalls.GetParent(17);

        Assert.Equal(2UL * Calls, loaded.Global<ulong>("hits", 8).Value);
    }

    [Theory, MemberData(nameof(Hooks))]
    public void Dispose_AttachedObject_ClosesEveryDescriptor(string section, ProgramType type, uint attachType)
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        if (type == ProgramType.Tracing) KernelAccess.RequireKernelBtf();

        DescriptorCount.AssertSame(() =>
        {
            using LoadedObject loaded = engine.Load(new BpfObject { Programs = [Programs.Count(section, type, attachType)], Maps = [Programs.Hits] });
            loaded.AttachAll();
        });
    }
}
