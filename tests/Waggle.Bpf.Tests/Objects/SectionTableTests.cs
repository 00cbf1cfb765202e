using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;

namespace Waggle.Bpf.Tests.Objects;

public class SectionTableTests
{
    // What libbpf 1.2 to 1.6 added, with their numbers in enum bpf_prog_type and enum bpf_attach_type.
    public static TheoryData<string, int, uint> Later => new()
    {
        { "tcx/ingress", 3, 46 },
        { "tcx/egress", 3, 47 },
        { "tc/ingress", 3, 46 }, // an alias since 1.3: before, 0
        { "tc/egress", 3, 47 },
        { "netkit/primary", 3, 54 },
        { "netkit/peer", 3, 55 },
        { "netfilter", 32, 45 },
        { "kprobe.session", 2, 56 },
        { "uprobe.multi", 2, 48 },
        { "uprobe.multi.s", 2, 48 },
        { "uretprobe.multi", 2, 48 },
        { "uretprobe.multi.s", 2, 48 },
        { "uprobe.session", 2, 57 },
        { "uprobe.session.s", 2, 57 },
        { "usdt.s", 2, 0 },
        { "sk_skb/verdict", 14, 38 },
        { "struct_ops.s", 27, 0 },
        { "cgroup/connect_unix", 18, 49 },
        { "cgroup/sendmsg_unix", 18, 50 },
        { "cgroup/recvmsg_unix", 18, 51 },
        { "cgroup/getpeername_unix", 18, 52 },
        { "cgroup/getsockname_unix", 18, 53 },
    };

    [Theory, MemberData(nameof(Later))]
    public void Parse_NameOfALaterLibbpf_HasItsNumbers(string name, int type, uint attachType)
    {
        var section = ProgramSection.Parse(name);

        Assert.Equal(((ProgramType)type, attachType), (section.Type, section.ExpectedAttachType));
    }

    [Fact]
    public void Parse_EveryNameOfTheInstalledLibbpf_SaysTheSame()
    {
        NativeLibbpf.SkipUnlessInstalled();
        HashSet<string> changed = [.. Later.Select(row => row.Data.Item1)];
        string[] names = NativeLibbpf.SectionNames();
        Assert.True(names.Length > 80, "libbpf told of few names");

        foreach (string listed in names)
        {
            string name = listed.TrimEnd('+');
            if (changed.Contains(name))
                continue;
            var section = ProgramSection.Parse(name);
            Assert.Equal((name, NativeLibbpf.Lookup(name)), (name, ((int)section.Type, section.ExpectedAttachType)));
        }
        Assert.Empty(names.Except(SectionTable.Rows.Select(r => r.Name)));
        Assert.Equal([], SectionTable.Rows.Select(r => r.Name).Except(names).Select(n => n.TrimEnd('+')).Except(changed));
    }

    [Theory]
    [InlineData("kprobe/a/b+0x4")]
    [InlineData("kprobes")]
    [InlineData("kprobe.")]
    [InlineData("fentry.s/x")]
    [InlineData("fentry.x/x")]
    [InlineData("xdp/devmap")]
    [InlineData("xdp/")]
    [InlineData("xdp.frags/devmap/more")]
    [InlineData("sk_reuseport/migrate")]
    [InlineData("sk_reuseport/other")]
    [InlineData("cgroup_skb")]
    [InlineData("cgroup/skb/x")]
    [InlineData("struct_ops/init")]
    [InlineData("")]
    public void Parse_NameOfAnyShape_IsKnownExactlyIfLibbpfKnowsIt(string name)
    {
        NativeLibbpf.SkipUnlessInstalled();

        var section = ProgramSection.Parse(name);

        Assert.Equal(NativeLibbpf.Lookup(name) ?? (0, 0), ((int)section.Type, section.ExpectedAttachType));
    }

    [Fact]
    public void Parse_NamesWithTraits_AreLibbpfs()
    {
        string[] sleepable =
        [
            "uprobe.s", "uretprobe.s", "uprobe.multi.s", "uretprobe.multi.s", "uprobe.session.s", "usdt.s",
            "fentry.s", "fmod_ret.s", "fexit.s", "lsm.s", "iter.s", "syscall", "struct_ops.s",
        ];
        string[] optional =
        [
            "xdp", "sockops", "sk_skb/stream_parser", "sk_skb/stream_verdict", "sk_skb/verdict", "sk_msg", "lirc_mode2", "flow_dissector",
            "cgroup_skb/ingress", "cgroup_skb/egress", "cgroup/sock", "cgroup/dev",
        ];

        Assert.Equal(sleepable.Order(), NamesWhere(s => s.IsSleepable));
        Assert.Equal(optional.Order(), NamesWhere(s => s.IsAttachTypeOptional));
        Assert.Equal(["xdp.frags", "xdp.frags/cpumap", "xdp.frags/devmap"], NamesWhere(s => s.HasFragments));
    }

    [Fact]
    public void Parse_QuestionMark_SaysNotByDefault()
    {
        Assert.False(ProgramSection.Parse("?xdp.frags").IsLoadedByDefault);
        Assert.Equal(ProgramSection.Parse("xdp.frags"), ProgramSection.Parse("?xdp.frags") with { IsLoadedByDefault = true });
    }

    private static IEnumerable<string> NamesWhere(Func<ProgramSection, bool> has) =>
        SectionTable.Rows.Select(r => r.Name.TrimEnd('+')).Where(n => has(ProgramSection.Parse(n))).Order();
}
