using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Linux.Features;
using Waggle.Linux.Links;

namespace Waggle.Linux.KernelTests;

public class PermissionTests
{
    private const ulong OnlyBpf = 1UL << 39;

    private static readonly BpfObject s_tracer = new() { Programs = [Programs.Trivial()] };

    [Fact]
    public void Load_NoCapabilities_NamesCapBpf()
    {
        KernelEngine engine = KernelAccess.RequireEngine();

        var error = Assert.IsType<BpfPermissionException>(UnprivilegedThread.Run(0, () => engine.Load(new BpfObject { Maps = [Programs.Hits] })));

        Assert.Equal(Errno.NotPermitted, error.Errno);
        Assert.Contains("lacks CAP_BPF (CAP_SYS_ADMIN would do too)", error.Message, StringComparison.Ordinal);
        Assert.Contains("map 'hits'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CAP_PERFMON", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_TracingProgramWithCapBpfAlone_NamesCapPerfmon()
    {
        KernelEngine engine = KernelAccess.RequireEngine();

        var error = Assert.IsType<BpfPermissionException>(UnprivilegedThread.Run(OnlyBpf, () => engine.Load(s_tracer)));

        Assert.Contains("lacks CAP_PERFMON (", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_TracingProgramWithoutAny_NamesBoth()
    {
        KernelEngine engine = KernelAccess.RequireEngine();

        var error = Assert.IsType<BpfPermissionException>(UnprivilegedThread.Run(0, () => engine.Load(s_tracer)));

        Assert.Contains("lacks CAP_BPF and CAP_PERFMON", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Message.Split('\n').Length, 1, 5);
    }

    [Fact]
    public void TraceFs_NoCapabilities_NamesCapSysAdmin()
    {
        KernelAccess.RequireEngine();

        var error = Assert.IsType<BpfPermissionException>(UnprivilegedThread.Run(0, () => TraceFs.OpenDetached().Dispose()));

        Assert.Contains("lacks CAP_SYS_ADMIN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FeatureProbe_NoCapabilities_AnswersUnknownNotNo()
    {
        KernelAccess.RequireEngine();
        KernelReport? report = null;

        Exception? error = UnprivilegedThread.Run(0, () => report = FeatureProbe.Run(TestContext.Current.CancellationToken));

        Assert.Null(error);
        Assert.False(report!.Capabilities["CAP_BPF"]);
        Assert.Equal(Availability.Unknown, report.ProgramTypes.Single(f => f.Name == "tracing").Availability);
        Assert.Equal(Availability.Unknown, report.MapTypes.Single(f => f.Name == "hash").Availability);
        Assert.Contains("CAP_BPF", report.Hooks.Single(f => f.Name == "raw_tp").Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WithoutCapabilities_LeavesNoDescriptor()
    {
        KernelEngine engine = KernelAccess.RequireEngine();

        DescriptorCount.AssertSame(() => Assert.NotNull(UnprivilegedThread.Run(OnlyBpf,
            () => engine.Load(new BpfObject { Maps = [Programs.Hits], Programs = [Programs.Trivial()] }))));
    }
}
