using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Links;
using Waggle.Linux.Machine;
using Waggle.Linux.Pins;
using Waggle.Linux.Programs;

namespace Waggle.Linux.KernelTests;

/// <summary>Order among programs of one hook, its revision, and how links are replaced, detached and queried.</summary>
public class AttachOrderTests
{
    private const string SendOne = "echo x > /dev/udp/127.0.0.1/9";

    [Fact]
    public void AttachCgroup_BeforeAndAfterOthers_StandsThereOrTheKernelKeepsNoOrder()
    {
        using var cgroup = new TestCgroup();
        using var counter = new Counter([.. Enumerable.Range(0, 4).Select(i => Egress(i == 0 ? "count" : $"other{i}"))]);
        uint[] ids = [.. new[] { "count", "other1", "other2", "other3" }.Select(name => counter.Programs[name].Id)];
        using CgroupLink first = counter.Program.AttachCgroup(cgroup.Path);
        CgroupOptions before = new() { Order = new AttachOrder { Before = first } };
        if (KernelRelease.Number < new Version(6, 17))
        {
            var error = Assert.Throws<BpfNotSupportedException>(() => counter.Programs["other1"].AttachCgroup(cgroup.Path, before));
            Assert.Contains("6.17", error.Message, StringComparison.Ordinal);
            return;
        }

        using CgroupLink second = counter.Programs["other1"].AttachCgroup(cgroup.Path, before);
        using CgroupLink third = counter.Programs["other2"].AttachCgroup(cgroup.Path, new CgroupOptions { Order = new AttachOrder { After = second } });
        AttachedPrograms now = AttachedPrograms.ReadCgroup(cgroup.Path, CgroupHook.SkbEgress);
        using CgroupLink fourth = counter.Programs["other3"].AttachCgroup(cgroup.Path,
            new CgroupOptions { Order = new AttachOrder { First = true, ExpectedRevision = now.Revision } });

        AttachedPrograms after = AttachedPrograms.ReadCgroup(cgroup.Path, CgroupHook.SkbEgress);
        Assert.Equal([ids[1], ids[2], ids[0]], now.Programs.Select(p => p.ProgramId));
        Assert.Equal([ids[3], ids[1], ids[2], ids[0]], after.Programs.Select(p => p.ProgramId));
        Assert.True(after.Revision > now.Revision);
        fourth.Dispose();
        Assert.Contains("named by its link", Assert.Throws<BpfAttachException>(() => counter.Programs["other3"].AttachCgroup(
            cgroup.Path, new CgroupOptions { Order = new AttachOrder { AfterProgram = ids[1] } })).Message, StringComparison.Ordinal);
        var stale = Assert.Throws<BpfAttachException>(() =>
            counter.Programs["other3"].AttachCgroup(cgroup.Path, new CgroupOptions { Order = new AttachOrder { ExpectedRevision = now.Revision } }));
        Assert.Equal(Errno.Stale, stale.Errno);
    }

    [Fact]
    public void AttachTcx_BesideAProgramByNumber_StandsThereAndRevisionsAreChecked() => TestNetwork.Run(network =>
    {
        using var counter = new Counter(Classifier("count"), Classifier("second"), Classifier("third"));
        uint[] ids = [.. new[] { "count", "second", "third" }.Select(name => counter.Programs[name].Id)];
        if (OldKernel.Refuses(6, 6, () => counter.Program.AttachTcx(network.Far, TcxDirection.Ingress))) return;

        using TcxLink count = counter.Program.AttachTcx(network.Far, TcxDirection.Ingress);
        using TcxLink second = counter.Programs["second"].AttachTcx(network.Far, TcxDirection.Ingress, new AttachOrder { BeforeProgram = ids[0] });
        AttachedPrograms now = AttachedPrograms.ReadTcx(network.Far, TcxDirection.Ingress);
        using TcxLink third = counter.Programs["third"].AttachTcx(
            network.Far, TcxDirection.Ingress, new AttachOrder { AfterProgram = ids[1], ExpectedRevision = now.Revision });

        Assert.Equal([ids[1], ids[2], ids[0]], AttachedPrograms.ReadTcx(network.Far, TcxDirection.Ingress).Programs.Select(p => p.ProgramId));
        Assert.Equal([second.ReadInfo().Id, count.ReadInfo().Id], now.Programs.Select(p => p.LinkId));
        third.Dispose();
        Assert.Equal(Errno.Stale, Assert.Throws<BpfAttachException>(() => counter.Programs["third"].AttachTcx(
            network.Far, TcxDirection.Ingress, new AttachOrder { ExpectedRevision = now.Revision })).Errno);
        Assert.Throws<ArgumentException>(() => counter.Programs["third"].AttachTcx(
            network.Far, TcxDirection.Ingress, new AttachOrder { First = true, AfterProgram = ids[0] }));
    });

    [Fact]
    public void Replace_ExpectedProgram_IsCheckedByTheKernel()
    {
        using var cgroup = new TestCgroup();
        using var counter = new Counter(Egress("count"), Egress("second", 100), Egress("third", 1000));
        using CgroupLink link = counter.Program.AttachCgroup(cgroup.Path);

        Assert.Throws<BpfAttachException>(() => counter.Programs["second"].Replace(link, expected: counter.Programs["third"]));
        cgroup.Run(SendOne);
        counter.Programs["second"].Replace(link, expected: counter.Program);
        cgroup.Run(SendOne);

        Assert.Equal(101UL, counter.Hits);
        Assert.Equal("second", link.Program);
    }

    [Fact]
    public void Replace_LinkOfAKindThatCan_RunsTheNewProgramFromThenOn() => TestNetwork.Run(_ =>
    {
        using var counter = new Counter(Programs.CountRuns("sk_lookup", ProgramType.SkLookup, 36, verdict: 1),
            Programs.CountRuns("sk_lookup", ProgramType.SkLookup, 36, verdict: 1, step: 1000) with { Name = "second" });
        using NetworkNamespaceLink link = counter.Program.AttachNetworkNamespace();

        TestNetwork.SendToLoopback(1);
        ulong before = counter.Hits;
        counter.Programs["second"].Replace(link);
        TestNetwork.SendToLoopback(1);

        Assert.InRange(before, 1UL, 2UL); // the answer, "port unreachable", looks for a socket too
        Assert.InRange(counter.Hits, 1000 + before, 2000 + before);
        Assert.Equal(counter.Programs["second"].Id, link.ReadInfo().ProgramId);
    });

    [Fact]
    public void Replace_LinkOfAKindThatCanNot_IsATypedError() => TestNetwork.Run(_ =>
    {
        using var counter = new Counter(Programs.CountRuns("raw_tp/sched_process_exec", ProgramType.RawTracepoint),
            Programs.CountRuns("raw_tp/sched_process_exec", ProgramType.RawTracepoint) with { Name = "second" },
            Programs.CountRuns("socket", ProgramType.SocketFilter) with { Name = "filter" });
        using Link link = counter.Program.Attach();
        using var socket = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Dgram, System.Net.Sockets.ProtocolType.Udp);
        using SocketLink noLink = counter.Programs["filter"].AttachSocket(socket.SafeHandle);

        Assert.Contains("must know updates", Assert.Throws<BpfAttachException>(() => counter.Programs["second"].Replace(link)).Message, StringComparison.Ordinal);
        Assert.Throws<BpfNotSupportedException>(() => counter.Programs["filter"].Replace(noLink));
        Assert.Throws<BpfNotSupportedException>(noLink.ForceDetach);
    });

    [Fact]
    public void ForceDetach_PinnedLink_StopsTheProgramAtOnce()
    {
        using var cgroup = new TestCgroup();
        using var counter = new Counter(Egress("count"));
        using PinFolder pins = PinFolder.OpenDetached();
        using CgroupLink link = counter.Program.AttachCgroup(cgroup.Path);
        pins.Pin(link, "link");

        cgroup.Run(SendOne);
        link.ForceDetach();
        cgroup.Run(SendOne);

        Assert.Equal(1UL, counter.Hits);
        Assert.Equal(0UL, link.ReadInfo().CgroupId);
        Assert.Throws<BpfAttachException>(() => counter.Program.Replace(link));
        pins.Unpin("link");
    }

    [Fact]
    public void ForceDetach_LinkOfAKindThatCanNot_SaysSo()
    {
        using var counter = new Counter(Programs.CountRuns("raw_tp/sched_process_exec", ProgramType.RawTracepoint));
        using Link link = counter.Program.Attach();

        Assert.Contains("dispose the link", Assert.Throws<BpfNotSupportedException>(link.ForceDetach).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AttachCgroup_ProgramFromAPin_WantsTheHookAndTakesIt()
    {
        using var cgroup = new TestCgroup();
        using var counter = new Counter(Egress("count"));
        using PinFolder pins = PinFolder.OpenDetached();
        pins.Pin(counter.Program, "program");
        using KernelProgram program = pins.OpenProgram("program");

        var error = Assert.Throws<BpfNotSupportedException>(() => program.AttachCgroup(cgroup.Path));
        using (program.AttachCgroup(cgroup.Path, new CgroupOptions { Hook = CgroupHook.SkbEgress })) cgroup.Run(SendOne);

        Assert.Contains(nameof(CgroupOptions.Hook), error.Message, StringComparison.Ordinal);
        Assert.Equal(1UL, counter.Hits);
    }

    private static Bpf.Objects.ProgramSpec Egress(string name, int step = 1) =>
        Programs.CountRuns("cgroup_skb/egress", ProgramType.CgroupSkb, 1, verdict: 1, step) with { Name = name };

    private static Bpf.Objects.ProgramSpec Classifier(string name) => Programs.CountRuns("tc", ProgramType.SchedCls, verdict: -1) with { Name = name };
}
