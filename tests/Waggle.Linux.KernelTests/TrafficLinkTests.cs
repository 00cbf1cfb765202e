using System.Net;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Links;
using Waggle.Linux.Netlink;

namespace Waggle.Linux.KernelTests;

/// <summary>What is attached by netlink, and netkit, in a network namespace of the test.</summary>
public class TrafficLinkTests
{
    private const int XdpPass = 2, TcOk = 0, TcPipe = -1, TcShot = 2, LwtOk = 0, LwtDrop = 2, NetkitNext = -1;

    [Theory]
    [InlineData(TcxDirection.Ingress)]
    [InlineData(TcxDirection.Egress)]
    public void AttachTc_DatagramsOverVeth_CountsThemUntilDisposed(TcxDirection direction) => TestNetwork.Run(network =>
    {
        using var counter = new Counter(Programs.CountRuns("tc", ProgramType.SchedCls, verdict: TcOk));
        int index = direction == TcxDirection.Ingress ? network.Far : network.Near;

        using (TcFilterLink link = counter.Program.AttachTc(index, direction))
        {
            TestNetwork.SendAcross(3);
            counter.WaitFor(3);
            Assert.False(link.IsBpfLink);
            Assert.True(link.Priority > 0 && link.Handle > 0);
        }
        TestNetwork.SendAcross(3);

        Assert.Equal(3UL, counter.Hits);
        using var socket = NetlinkSocket.Open();
        Assert.Equal(Errno.None, ClassifierQueue.Create(socket, index).Error); // no clsact was left
    });

    [Fact]
    public void AttachTc_TwoPriorities_RunInTheirOrderAndAreReplacedByHandle() => TestNetwork.Run(network =>
    {
        using var counter = new Counter(Programs.CountRuns("tc", ProgramType.SchedCls, verdict: TcPipe),
            Programs.CountRuns("tc", ProgramType.SchedCls, verdict: TcShot, step: 100) with { Name = "drop" },
            Programs.CountRuns("tc", ProgramType.SchedCls, verdict: TcPipe, step: 10_000) with { Name = "other" });
        using TcFilterLink counting = counter.Program.AttachTc(network.Far, TcxDirection.Ingress, new TcOptions { Priority = 10, Handle = 1 });

        using (counter.Programs["drop"].AttachTc(network.Far, TcxDirection.Ingress, new TcOptions { Priority = 5 })) TestNetwork.SendAcross(3);
        Assert.Equal(300UL, counter.Hits);
        using (counter.Programs["drop"].AttachTc(network.Far, TcxDirection.Ingress, new TcOptions { Priority = 20 })) TestNetwork.SendAcross(3);
        Assert.Equal(603UL, counter.Hits);
        counter.Programs["other"].Replace(counting);
        TestNetwork.SendAcross(3);

        Assert.Equal(30_603UL, counter.Hits);
        Assert.Equal((10, 1U, "other"), (counting.Priority, counting.Handle, counting.Program));
        var taken = Assert.Throws<BpfAttachException>(() =>
            counter.Program.AttachTc(network.Far, TcxDirection.Ingress, new TcOptions { Priority = 10, Handle = 1 }));
        Assert.Equal(Errno.Exists, taken.Errno);
        Assert.Throws<ArgumentException>(() => counter.Program.AttachTc(network.Far, TcxDirection.Ingress, new TcOptions { Replaces = true }));
        Assert.Contains("no interface 9999",
            Assert.Throws<BpfAttachException>(() => counter.Program.AttachTc(9999, TcxDirection.Ingress)).Message, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData(XdpMode.Generic)]
    [InlineData(XdpMode.Driver)]
    public void AttachXdpByNetlink_DatagramsOverVeth_CountsThemUntilDisposed(XdpMode mode) => TestNetwork.Run(network =>
    {
        using var counter = new Counter(Programs.CountRuns("xdp", ProgramType.Xdp, 37, XdpPass),
            Programs.CountRuns("xdp", ProgramType.Xdp, 37, XdpPass, step: 100) with { Name = "second" },
            Programs.CountRuns("xdp", ProgramType.Xdp, 37, XdpPass, step: 10_000) with { Name = "third" });

        using (XdpLink link = counter.Program.AttachXdpByNetlink(network.Far, mode))
        {
            TestNetwork.SendAcross(3);
            counter.WaitFor(3);
            Assert.False(link.IsBpfLink);
            Assert.Contains("it takes one",
                Assert.Throws<BpfAttachException>(() => counter.Programs["second"].AttachXdpByNetlink(network.Far, mode)).Message, StringComparison.Ordinal);
            Assert.Throws<BpfAttachException>(() => counter.Programs["second"].AttachXdpByNetlink(network.Far, mode, replaces: counter.Programs["third"]));
            counter.Programs["second"].Replace(link);
            TestNetwork.SendAcross(3);
            counter.WaitFor(303);
            using XdpLink taken = counter.Programs["third"].AttachXdpByNetlink(network.Far, mode, replaces: counter.Programs["second"]);
            link.Dispose(); // takes away nothing: the interface runs another's program by now
            TestNetwork.SendAcross(1);
            counter.WaitFor(10_303);
        }
        TestNetwork.SendAcross(3);

        Assert.Equal(10_303UL, counter.Hits);
    });

    [Fact]
    public void AttachXdp_ProgramForFragments_TakesAnInterfaceWithLargePackets() => TestNetwork.Run(network =>
    {
        foreach (string name in new[] { "near", "far" }) TestNetwork.Ip($"link set {name} mtu 9000");
        using var counter = new Counter(Programs.CountRuns("xdp.frags", ProgramType.Xdp, 37, XdpPass) with { HasFragments = true },
            Programs.CountRuns("xdp", ProgramType.Xdp, 37, XdpPass) with { Name = "whole" });

        Assert.Throws<BpfAttachException>(() => counter.Programs["whole"].AttachXdp(network.Far, XdpMode.Driver));
        using (XdpLink link = counter.Program.AttachXdp(network.Far, XdpMode.Driver))
        {
            TestNetwork.SendAcross(3);
            counter.WaitFor(3);
        }
        TestNetwork.SendAcross(3);

        Assert.Equal(3UL, counter.Hits);
    });

    [Theory]
    [InlineData("lwt_out", ProgramType.LwtOut, LwtOk)]
    [InlineData("lwt_xmit", ProgramType.LwtXmit, LwtOk)]
    [InlineData("lwt_in", ProgramType.LwtIn, LwtDrop)]
    public void AttachRoute_DatagramsThatTakeIt_CountsThemUntilDisposed(string section, ProgramType type, int verdict) => TestNetwork.Run(network =>
    {
        using var counter = new Counter(Programs.CountRuns(section, type, verdict: verdict));
        RouteOptions route = new() { Destination = IPNetwork.Parse("10.98.0.0/24"), InterfaceIndex = network.Near, Gateway = IPAddress.Parse("10.99.0.2") };
        // lwt_in sees what is received: what leaves here arrives at the other interface, and would be forwarded by the same route.
        TestNetwork.Ip("link set far address 02:00:00:00:00:02");
        File.WriteAllText("/proc/sys/net/ipv4/ip_forward", type == ProgramType.LwtIn ? "1" : "0");
        File.WriteAllText("/proc/sys/net/ipv4/conf/far/accept_local", "1");
        File.WriteAllText("/proc/sys/net/ipv4/conf/far/rp_filter", "0");
        File.WriteAllText("/proc/sys/net/ipv4/conf/all/rp_filter", "0");

        using (RouteLink link = counter.Program.AttachRoute(route))
        {
            TestNetwork.Send("10.98.0.5", 3);
            counter.WaitFor(3);
            Assert.False(link.IsBpfLink);
            Assert.Contains("10.98.0.0/24", Assert.Throws<BpfAttachException>(() => counter.Program.AttachRoute(route)).Message, StringComparison.Ordinal);
        }
        Assert.Throws<System.Net.Sockets.SocketException>(() => TestNetwork.Send("10.98.0.5", 1)); // no route any more

        Assert.Equal(3UL, counter.Hits);
        Assert.Throws<BpfAttachException>(() => counter.Program.AttachRoute(route with { InterfaceIndex = 9999 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => counter.Program.AttachRoute(route with { HeadroomInBytes = 300 }));
    });

    [Theory]
    [InlineData(NetkitSide.Primary)]
    [InlineData(NetkitSide.Peer)]
    public void AttachNetkit_DatagramsOfASide_CountsThemUntilDisposedOrTheKernelHasNone(NetkitSide side) => TestNetwork.Run(_ =>
    {
        using (var socket = NetlinkSocket.Open())
        {
            try
            {
                NetkitPair.Create(socket, "primary", "peer");
            }
            catch (BpfNotSupportedException error)
            {
                Assert.Contains("CONFIG_NETKIT", error.Message, StringComparison.Ordinal);
                return;
            }
        }
        foreach (string name in new[] { "primary", "peer" })
        {
            TestNetwork.Ip($"link set {name} addrgenmode none");
            TestNetwork.Ip($"link set {name} up");
        }
        string sender = side == NetkitSide.Primary ? "primary" : "peer";
        TestNetwork.Ip($"addr add 10.96.0.1/24 dev {sender}");
        TestNetwork.Ip($"neigh add 10.96.0.2 lladdr 02:00:00:00:00:02 dev {sender}");
        int primary = TestNetwork.IndexOf("primary");
        uint attachType = side == NetkitSide.Primary ? 54U : 55U;
        string section = $"netkit/{(side == NetkitSide.Primary ? "primary" : "peer")}";
        using var counter = new Counter(Programs.CountRuns(section, ProgramType.SchedCls, attachType, NetkitNext),
            Programs.CountRuns(section, ProgramType.SchedCls, attachType, NetkitNext, step: 100) with { Name = "second" });

        using (NetkitLink link = counter.Program.AttachNetkit(primary, side))
        using (NetkitLink first = counter.Programs["second"].AttachNetkit(primary, side, new AttachOrder { Before = link }))
        {
            TestNetwork.Send("10.96.0.2", 3);
            Assert.Equal(LinkKind.Netkit, link.ReadInfo().Kind);
            Assert.Contains(link.ReadInfo().InterfaceIndex, new uint?[] { (uint)primary, (uint)TestNetwork.IndexOf(sender) }); // Linux 6.12 says the side's own
            Assert.Equal([counter.Programs["second"].Id, counter.Program.Id], AttachedPrograms.ReadNetkit(primary, side).Programs.Select(p => p.ProgramId));
        }
        TestNetwork.Send("10.96.0.2", 3);

        Assert.Equal(303UL, counter.Hits);
        Assert.Throws<BpfAttachException>(() => counter.Program.AttachNetkit(TestNetwork.IndexOf("near"), side));
    });

    [Fact]
    public void AttachNetkit_NoNetkitInterface_SaysSo() => TestNetwork.Run(network =>
    {
        using var counter = new Counter(Programs.CountRuns("netkit/primary", ProgramType.SchedCls, 54, NetkitNext));
        if (OldKernel.Refuses(6, 7, () => counter.Program.AttachNetkit(network.Near, NetkitSide.Primary))) return;

        BpfException error = Assert.ThrowsAny<BpfException>(() => counter.Program.AttachNetkit(network.Near, NetkitSide.Primary));

        Assert.Contains("netkit", error.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void Dispose_LinksByNetlink_CloseEveryDescriptor() => TestNetwork.Run(network => DescriptorCount.AssertSame(() =>
    {
        using var counter = new Counter(Programs.CountRuns("tc", ProgramType.SchedCls), Programs.CountRuns("xdp", ProgramType.Xdp, 37) with { Name = "xdp" },
            Programs.CountRuns("lwt_out", ProgramType.LwtOut) with { Name = "lwt" });
        counter.Program.AttachTc(network.Far, TcxDirection.Ingress).Dispose();
        counter.Programs["xdp"].AttachXdpByNetlink(network.Far).Dispose();
        counter.Programs["lwt"].AttachRoute(new RouteOptions { Destination = IPNetwork.Parse("10.98.0.0/24"), InterfaceIndex = network.Near }).Dispose();
        Assert.Throws<BpfAttachException>(() => counter.Program.AttachTc(9999, TcxDirection.Ingress));
        Assert.Throws<BpfAttachException>(() => counter.Programs["xdp"].AttachXdp(9999));
    }));
}
