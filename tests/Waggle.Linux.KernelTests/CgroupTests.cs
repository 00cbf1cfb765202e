using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Links;

namespace Waggle.Linux.KernelTests;

public class CgroupTests
{
    private const string SendThree = "for i in 1 2 3; do echo x > /dev/udp/127.0.0.1/9; done";

    [Theory]
    [InlineData("cgroup_skb/egress", ProgramType.CgroupSkb, 1U, true)]
    [InlineData("cgroup_skb/egress", ProgramType.CgroupSkb, 1U, false)]
    [InlineData("cgroup/connect4", ProgramType.CgroupSockAddr, 10U, true)]
    [InlineData("cgroup/sock_create", ProgramType.CgroupSock, 2U, true)]
    public void AttachCgroup_ThreeDatagrams_CountsThemUntilDisposed(string section, ProgramType type, uint attachType, bool hasLinks)
    {
        using var cgroup = new TestCgroup();
        using var counter = new Counter(Programs.CountRuns(section, type, attachType, verdict: 1));

        using (CgroupLink link = hasLinks
            ? counter.Program.AttachCgroup(cgroup.Path)
            : counter.Program.AttachCgroup(cgroup.Path, new CgroupOptions { TriesLinks = false }))
        {
            Assert.Equal(0, cgroup.Run(SendThree));
            Assert.Equal(hasLinks, link.IsBpfLink);
            if (hasLinks) Assert.Equal((LinkKind.Cgroup, counter.Program.Id), (link.ReadInfo().Kind, link.ReadInfo().ProgramId));
        }
        Assert.Equal(0, cgroup.Run(SendThree));

        Assert.Equal(3UL, counter.Hits);
    }

    [Fact]
    public void AttachCgroup_ConnectThatIsDenied_FailsInTheCgroupOnly()
    {
        using var cgroup = new TestCgroup();
        using var counter = new Counter(Programs.CountRuns("cgroup/connect4", ProgramType.CgroupSockAddr, 10, verdict: 0));

        using (counter.Program.AttachCgroup(cgroup.Path)) Assert.NotEqual(0, cgroup.Run("echo x > /dev/udp/127.0.0.1/9"));

        Assert.Equal(0, cgroup.Run("echo x > /dev/udp/127.0.0.1/9"));
        Assert.Equal(1UL, counter.Hits);
    }

    [Fact]
    public void Replace_ProgramOfALink_RunsTheNewOneFromThenOn()
    {
        using var cgroup = new TestCgroup();
        ProgramSpec first = Programs.CountRuns("cgroup_skb/egress", ProgramType.CgroupSkb, 1, verdict: 1);
        ProgramSpec second = Programs.CountRuns("cgroup_skb/egress", ProgramType.CgroupSkb, 1, verdict: 1, step: 100) with { Name = "second" };
        ProgramSpec other = Programs.CountRuns("raw_tp/sys_enter", ProgramType.RawTracepoint) with { Name = "other" };
        using var counter = new Counter(first, second, other);
        using CgroupLink link = counter.Program.AttachCgroup(cgroup.Path);

        cgroup.Run(SendThree);
        counter.Programs["second"].Replace(link);
        cgroup.Run(SendThree);

        Assert.Equal(303UL, counter.Hits);
        Assert.Equal("second", link.Program);
        Assert.Equal(counter.Programs["second"].Id, link.ReadInfo().ProgramId);
        Assert.Throws<BpfAttachException>(() => counter.Programs["other"].Replace(link));
    }

    [Fact]
    public void AttachCgroup_WrongPlaceOrProgram_SaysWhy()
    {
        using var counter = new Counter(Programs.CountRuns("cgroup_skb/egress", ProgramType.CgroupSkb, 1, verdict: 1),
            Programs.CountRuns("xdp", ProgramType.Xdp, 37) with { Name = "xdp" });

        Assert.Contains("no cgroup v2", Assert.Throws<BpfAttachException>(() => counter.Program.AttachCgroup("/tmp")).Message, StringComparison.Ordinal);
        Assert.Equal(Errno.NoEntry, Assert.Throws<BpfAttachException>(() => counter.Program.AttachCgroup("/nonexistent")).Errno);
        Assert.Contains("AttachCgroup", Assert.Throws<BpfNotSupportedException>(() => counter.Program.Attach()).Message, StringComparison.Ordinal);
        Assert.Throws<BpfNotSupportedException>(() => counter.Programs["xdp"].AttachCgroup("/tmp"));
    }

    [Fact]
    public void Dispose_CgroupLinks_CloseEveryDescriptor()
    {
        using var cgroup = new TestCgroup();
        DescriptorCount.AssertSame(() =>
        {
            using var counter = new Counter(Programs.CountRuns("cgroup_skb/egress", ProgramType.CgroupSkb, 1, verdict: 1));
            counter.Program.AttachCgroup(cgroup.Path).Dispose();
            CgroupLink.Attach(counter.Program.Descriptor, "count", cgroup.Path, BpfAttachType.BPF_CGROUP_INET_EGRESS, hasLinks: false).Dispose();
            Assert.Throws<BpfAttachException>(() => counter.Program.AttachCgroup("/tmp"));
        });
    }
}
