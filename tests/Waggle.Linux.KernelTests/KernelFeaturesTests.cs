using System.Text.Json;
using Waggle.Bpf.Catalog;
using Waggle.Linux.Features;
using Waggle.Linux.Machine;

namespace Waggle.Linux.KernelTests;

public class KernelFeaturesTests
{
    // bpf_func_proto tables of net/core/filter.c and kernel/trace/bpf_trace.c: the same since these helpers exist.
    [Theory]
    [InlineData(ProgramType.Xdp, "bpf_xdp_adjust_head", true)]
    [InlineData(ProgramType.Xdp, "bpf_redirect_map", true)]
    [InlineData(ProgramType.Xdp, "bpf_map_lookup_elem", true)]
    [InlineData(ProgramType.Xdp, "bpf_skb_load_bytes", false)]
    [InlineData(ProgramType.SchedCls, "bpf_skb_load_bytes", true)]
    [InlineData(ProgramType.SchedCls, "bpf_xdp_adjust_head", false)]
    [InlineData(ProgramType.SocketFilter, "bpf_skb_load_bytes", true)]
    [InlineData(ProgramType.SocketFilter, "bpf_skb_store_bytes", false)]
    [InlineData(ProgramType.Tracepoint, "bpf_get_stackid", true)]
    [InlineData(ProgramType.Tracepoint, "bpf_redirect", false)]
    [InlineData(ProgramType.RawTracepoint, "bpf_perf_event_output", true)]
    [InlineData(ProgramType.CgroupSkb, "bpf_skb_cgroup_id", true)]
    [InlineData(ProgramType.Tracing, "bpf_d_path", true)]
    public void Helpers_OfAType_AreThoseOfTheKernelsTables(ProgramType type, string helper, bool isThere)
    {
        KernelAccess.RequireEngine();
        KernelAccess.RequireKernelBtf();

        Feature answer = KernelFeatures.Helpers(type).Single(f => f.Name == helper);

        Assert.True(isThere ? answer.Availability == Availability.Yes : answer.Availability == Availability.No, answer.ToString());
        Assert.NotEmpty(answer.Evidence);
    }

    // The kernel writes a warning to its log for each program that has one of these, so bpftool asks for them only when told "full".
    private static readonly string[] s_notAskedByBpftool = ["bpf_trace_printk", "bpf_trace_vprintk", "bpf_probe_write_user"];

    [Fact]
    public void Helpers_WhereBpftoolUnderstandsTheKernel_AgreeWithIt()
    {
        KernelAccess.RequireEngine();
        JsonElement helpers = Bpftool.Run("feature", "probe", "kernel").GetProperty("helpers");
        string[] theirs = [.. helpers.GetProperty("xdp_available_helpers").EnumerateArray().Select(h => h.GetString()!)];
        if (theirs.Contains("bpf_skb_load_bytes")) Assert.Skip("this bpftool takes the refusals of this kernel for agreement");
        (ProgramType, string)[] types = [(ProgramType.Xdp, "xdp"), (ProgramType.SchedCls, "sched_cls"), (ProgramType.Kprobe, "kprobe"), (ProgramType.SocketFilter, "socket_filter"), (ProgramType.CgroupSkb, "cgroup_skb")];

        foreach ((ProgramType type, string name) in types)
        {
            theirs = [.. helpers.GetProperty($"{name}_available_helpers").EnumerateArray().Select(h => h.GetString()!)];
            Assert.Equal(theirs.Order(), KernelFeatures.Helpers(type)
                .Where(f => f.Availability == Availability.Yes && !s_notAskedByBpftool.Contains(f.Name)).Select(f => f.Name).Order());
        }
    }

    [Fact]
    public void Helpers_AllTypes_HaveAnAnswerForEach()
    {
        KernelAccess.RequireEngine();

        foreach (ProgramType type in Enum.GetValues<ProgramType>().Where(t => t != ProgramType.Unspecified))
        {
            IReadOnlyList<Feature> answers = KernelFeatures.Helpers(type);
            Assert.Equal(HelperNames.All.Select(h => h.Name), answers.Select(a => a.Name));
        }
        Assert.Same(KernelFeatures.Helpers(ProgramType.Xdp), KernelFeatures.Helpers(ProgramType.Xdp)); // kept
    }

    [Fact]
    public void InstructionSets_OfThisKernel_AreWhatItsVersionHas()
    {
        KernelAccess.RequireEngine();

        Dictionary<string, Availability> answers = KernelFeatures.InstructionSets().ToDictionary(f => f.Name, f => f.Availability);

        // The rows of the table are the versions that brought the instructions; a distribution may have brought some earlier.
        foreach ((string name, string since) in new[] { ("v1", "3.18"), ("v2", "4.14"), ("v3", "5.1"), ("loops", "5.3"), ("atomics", "5.12"), ("v4", "6.6"), ("may_goto", "6.9") })
            Assert.Equal((name, KernelRelease.Number >= Version.Parse(since) ? Availability.Yes : Availability.No), (name, answers[name]));
    }

    [Fact]
    public void BtfKinds_OfThisKernel_AreAllOfItsVersion()
    {
        KernelAccess.RequireEngine();

        IReadOnlyList<Feature> answers = KernelFeatures.BtfKinds();

        Assert.Equal(20, answers.Count);
        Assert.All(answers, a => Assert.True(a.Availability == Availability.Yes, a.ToString())); // the youngest, enum64, is of 6.0
    }

    [Fact]
    public void AttachTypes_OfThisKernel_AreThoseOfItsVersion()
    {
        KernelAccess.RequireEngine();
        KernelAccess.RequireKernelBtf();

        Dictionary<string, Availability> answers = KernelFeatures.AttachTypes().ToDictionary(f => f.Name, f => f.Availability);

        Assert.Equal(58, answers.Count);
        foreach ((string name, string since) in new[] { ("xdp", "5.9"), ("trace_fentry", "5.5"), ("netfilter", "6.4"), ("tcx_ingress", "6.6"), ("netkit_peer", "6.7") })
            Assert.Equal((name, KernelRelease.Number >= Version.Parse(since) ? Availability.Yes : Availability.No), (name, answers[name]));
    }

    [Fact]
    public void Token_OfThisKernel_IsThereSince69()
    {
        KernelAccess.RequireEngine();

        Feature token = KernelFeatures.Token();

        Assert.Equal(KernelRelease.Number >= new Version(6, 9) ? Availability.Yes : Availability.No, token.Availability);
    }

    [Fact]
    public void Configuration_WhereTheKernelTells_SaysThatBpfIsThere()
    {
        KernelAccess.RequireEngine();

        Feature[] answers = [.. KernelFeatures.Configuration()];

        bool isTold = File.Exists("/proc/config.gz") || File.Exists($"/boot/config-{KernelRelease.Text}");
        Assert.Equal(isTold ? Availability.Yes : Availability.Unknown, answers.Single(a => a.Name == "BPF_SYSCALL").Availability);
        Assert.All(answers, a => Assert.NotEmpty(a.Evidence));
    }

    [Fact]
    public void Questions_WithoutCapabilities_AreUnknown()
    {
        KernelAccess.RequireEngine();

        Assert.Null(UnprivilegedThread.Run(keep: 0, () =>
            Assert.All(Features.BtfKindProbe.Run(), a => Assert.Equal(Availability.Unknown, a.Availability))));
    }

    [Fact]
    public void Questions_Answered_LeaveNoDescriptor()
    {
        KernelAccess.RequireEngine();

        DescriptorCount.AssertSame(() =>
        {
            HelperProbe.Run(ProgramType.Xdp);
            BtfKindProbe.Run();
            InstructionSetProbe.Run();
            TokenProbe.Run();
        });
    }
}
