using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Linux.Errors;
using Waggle.Linux.Links;

namespace Waggle.Linux.KernelTests;

/// <summary>Everything here runs in a network namespace of its own, between two interfaces that the test made.</summary>
public class NetworkLinkTests
{
    private const int XdpPass = 2, TcxNext = -1, TcxDrop = 2, NetfilterAccept = 1, SocketPass = 1;

    [Theory]
    [InlineData(XdpMode.Generic)]
    [InlineData(XdpMode.Driver)]
    public void AttachXdp_DatagramsOverVeth_CountsThemUntilDisposed(XdpMode mode) => TestNetwork.Run(network =>
    {
        using var counter = new Counter(Programs.CountRuns("xdp", ProgramType.Xdp, 37, XdpPass));

        using (XdpLink link = counter.Program.AttachXdp(network.Far, mode))
        {
            TestNetwork.SendAcross(3);
            counter.WaitFor(3);
            Assert.Equal((LinkKind.Xdp, (uint)network.Far), (link.ReadInfo().Kind, link.ReadInfo().InterfaceIndex));
            var taken = Assert.Throws<BpfAttachException>(() => counter.Program.AttachXdp(network.Far, mode));
            Assert.Contains("it takes one", taken.Message, StringComparison.Ordinal);
        }
        TestNetwork.SendAcross(3);

        Assert.Equal(3UL, counter.Hits);
    });

    [Fact]
    public void AttachXdp_NoSuchInterface_SaysSo() => TestNetwork.Run(_ =>
    {
        using var counter = new Counter(Programs.CountRuns("xdp", ProgramType.Xdp, 37, XdpPass));

        var error = Assert.Throws<BpfAttachException>(() => counter.Program.AttachXdp(9999));

        Assert.Contains("no interface 9999", error.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void Replace_XdpProgram_RunsTheNewOneFromThenOn() => TestNetwork.Run(network =>
    {
        using var counter = new Counter(Programs.CountRuns("xdp", ProgramType.Xdp, 37, XdpPass),
            Programs.CountRuns("xdp", ProgramType.Xdp, 37, XdpPass, step: 100) with { Name = "second" });
        using XdpLink link = counter.Program.AttachXdp(network.Far, XdpMode.Generic);

        TestNetwork.SendAcross(3);
        counter.Programs["second"].Replace(link);
        TestNetwork.SendAcross(3);

        Assert.Equal(303UL, counter.Hits);
    });

    [Theory]
    [InlineData(TcxDirection.Ingress)]
    [InlineData(TcxDirection.Egress)]
    public void AttachTcx_DatagramsOverVeth_CountsThemUntilDisposed(TcxDirection direction) => TestNetwork.Run(network =>
    {
        using var counter = new Counter(Programs.CountRuns("tc", ProgramType.SchedCls, verdict: TcxNext));
        if (OldKernel.Refuses(6, 6, () => counter.Program.AttachTcx(network.Far, direction))) return;

        using (TcxLink link = counter.Program.AttachTcx(direction == TcxDirection.Ingress ? network.Far : network.Near, direction))
        {
            TestNetwork.SendAcross(3);
            counter.WaitFor(3);
            Assert.Equal(LinkKind.Tcx, link.ReadInfo().Kind);
        }
        TestNetwork.SendAcross(3);

        Assert.Equal(3UL, counter.Hits);
    });

    [Theory]
    [InlineData("before", 300UL)]
    [InlineData("first", 300UL)]
    [InlineData("after", 303UL)]
    [InlineData("last", 303UL)]
    public void AttachTcx_ProgramThatDrops_HidesThePacketFromThoseBehind(string place, ulong expected) => TestNetwork.Run(network =>
    {
        using var counter = new Counter(Programs.CountRuns("tc", ProgramType.SchedCls, verdict: TcxNext),
            Programs.CountRuns("tc", ProgramType.SchedCls, verdict: TcxDrop, step: 100) with { Name = "drop" });
        if (OldKernel.Refuses(6, 6, () => counter.Program.AttachTcx(network.Far, TcxDirection.Ingress))) return;
        using TcxLink counting = counter.Program.AttachTcx(network.Far, TcxDirection.Ingress);
        AttachOrder? options = place switch
        {
            "before" => new() { Before = counting },
            "after" => new() { After = counting },
            "first" => new() { First = true },
            _ => null,
        };

        using (counter.Programs["drop"].AttachTcx(network.Far, TcxDirection.Ingress, options)) TestNetwork.SendAcross(3);

        Assert.Equal(expected, counter.Hits);
        Assert.Throws<ArgumentException>(() =>
            counter.Program.AttachTcx(network.Far, TcxDirection.Ingress, new AttachOrder { First = true, After = counting }));
    });

    [Fact]
    public void AttachNetfilter_LocalOutput_CountsDatagramsUntilDisposed() => TestNetwork.Run(_ =>
    {
        ProgramSpec count = Programs.CountRuns("netfilter", ProgramType.Netfilter, 45, NetfilterAccept);
        if (OldKernel.Refuses(6, 4, () => new Counter(count).Dispose())) return;
        using var counter = new Counter(count);
        NetfilterOptions options = new() { Family = NetfilterFamily.IPv4, Hook = NetfilterHook.PostRouting };

        using (NetfilterLink link = counter.Program.AttachNetfilter(options))
        {
            TestNetwork.SendAcross(3);
            counter.WaitFor(3);
            Assert.Equal(LinkKind.Netfilter, link.ReadInfo().Kind);
            Assert.Equal(Errno.Busy, Assert.Throws<BpfAttachException>(() => counter.Program.AttachNetfilter(options)).Errno);
            Assert.Equal(Errno.OutOfRange,
                Assert.Throws<BpfAttachException>(() => counter.Program.AttachNetfilter(options with { Priority = int.MaxValue })).Errno);
        }
        TestNetwork.SendAcross(3);

        Assert.Equal(3UL, counter.Hits);
    });

    [Fact]
    public void AttachNetworkNamespace_SocketLookup_RunsForEachDatagramUntilDisposed() => TestNetwork.Run(_ =>
    {
        using var counter = new Counter(Programs.CountRuns("sk_lookup", ProgramType.SkLookup, 36, SocketPass));

        using (NetworkNamespaceLink link = counter.Program.AttachNetworkNamespace())
        {
            TestNetwork.SendToLoopback(3);
            Assert.Equal(LinkKind.NetworkNamespace, link.ReadInfo().Kind);
        }
        ulong after = counter.Hits;
        TestNetwork.SendToLoopback(3);

        Assert.InRange(after, 3UL, 6UL); // the answers, "port unreachable", look for a socket too
        Assert.Equal(after, counter.Hits);
    });

    [Fact]
    public void AttachNetworkNamespace_FlowDissector_IsALinkOfTheNamespace() => TestNetwork.Run(_ =>
    {
        using var counter = new Counter(Programs.CountRuns("flow_dissector", ProgramType.FlowDissector, 17));

        using NetworkNamespaceLink link = counter.Program.AttachNetworkNamespace();

        Assert.NotEqual(0U, link.ReadInfo().NetworkNamespaceInode);
        Assert.Throws<BpfAttachException>(() => counter.Program.AttachNetworkNamespace("/proc/self/status"));
    });
}
