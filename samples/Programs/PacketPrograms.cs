using Waggle.CSharp;

namespace Samples.Programs;

/// <summary>Answers pings at the network card: swaps addresses in place and sends the packet back.</summary>
[BpfProgram]
public static class PingAnswer
{
    [Xdp(Fragments = true)]
    private static XdpAction OnPacket(ref XdpContext packet)
    {
        PacketCursor cursor = packet.Cursor;
        if (!cursor.TryView(out PacketView<Ethernet> ethernet) || ethernet.Value.Type != EtherType.IPv4) return XdpAction.Pass;
        if (!cursor.TryView(out PacketView<IPv4> ip) || ip.Value.Protocol != IpProtocol.Icmp || ip.Value.OptionsLength != 0) return XdpAction.Pass;
        if (!cursor.TryView(out PacketView<Icmp> icmp) || icmp.Value.Type != IcmpType.EchoRequest) return XdpAction.Pass;

        (ethernet.Value.Source, ethernet.Value.Destination) = (ethernet.Value.Destination, ethernet.Value.Source);
        (ip.Value.Source, ip.Value.Destination) = (ip.Value.Destination, ip.Value.Source);
        icmp.Value.Type = IcmpType.EchoReply;
        return XdpAction.Transmit;
    }
}

/// <summary>Counts packets by what they carry, and by length.</summary>
[BpfProgram]
public static class ProtocolCounts
{
    private static readonly HashCounter<ushort> s_packets = new();
    private static readonly PerCpuHistogram s_lengths = new();
    private static readonly LinearHistogram s_linear = new();

    [Tcx(PacketDirection.Ingress)]
    private static TcAction OnArrival(ref SocketBuffer packet)
    {
        ushort protocol = (ushort)packet.Protocol;
        s_packets.Increment(protocol);
        s_lengths.Add(packet.Length);
        return TcAction.Next;
    }

    [Tcx(PacketDirection.Egress)]
    private static TcAction OnDeparture(ref SocketBuffer packet)
    {
        s_linear.Add(packet.Length, 64);
        return TcAction.Next;
    }

    [Tc]
    private static TcAction OnPacket(ref SocketBuffer packet)
    {
        packet.Mark = 7;
        return TcAction.Ok;
    }
}

/// <summary>Refuses packets of networks in a table.</summary>
[BpfProgram]
public static class NetworkBan
{
    [MaxEntries(1024)] private static readonly LpmTrie<IPv4Prefix, uint> s_banned = new();

    [CgroupSkb(PacketDirection.Ingress)]
    private static CgroupVerdict OnPacket(ref SocketBuffer packet)
    {
        if (!packet.TryLoad(0, out IPv4 ip) || ip.Version != 4) return CgroupVerdict.Allow;
        return s_banned.Find(new IPv4Prefix(32, ip.Source)).Exists ? CgroupVerdict.Deny : CgroupVerdict.Allow;
    }

    [CgroupSkb(PacketDirection.Egress)]
    private static CgroupVerdict OnSend(ref SocketBuffer packet) => packet.Length > 9000 ? CgroupVerdict.Deny : CgroupVerdict.Allow;
}

/// <summary>Redirects by maps of interfaces, CPUs and AF_XDP sockets.</summary>
[BpfProgram]
public static class Redirections
{
    private static readonly DeviceMap s_devices = new();
    private static readonly DeviceHash s_deviceHash = new();
    private static readonly CpuMap s_cpus = new();
    private static readonly XskMap s_sockets = new();

    [Xdp]
    private static XdpAction ToDevice(ref XdpContext packet) => s_devices.Redirect(packet.IngressInterface & 63);

    [Xdp]
    private static XdpAction ToDeviceByKey(ref XdpContext packet) => s_deviceHash.Redirect(packet.IngressInterface, XdpAction.Pass);

    [Xdp]
    private static XdpAction ToCpu(ref XdpContext packet) => s_cpus.Redirect(packet.ReceiveQueue & 1, XdpAction.Pass);

    [Xdp]
    private static XdpAction ToSocket(ref XdpContext packet) => s_sockets.Redirect(packet.ReceiveQueue, XdpAction.Pass);

    [Xdp(Place = XdpPlace.DeviceMap)]
    private static XdpAction AtDevice(ref XdpContext packet) => packet.EgressInterface == 1 ? XdpAction.Drop : XdpAction.Pass;

    [Xdp(Place = XdpPlace.CpuMap)]
    private static XdpAction AtCpu(ref XdpContext packet) => packet.TryAdjustHead(-8) ? XdpAction.Pass : XdpAction.Aborted;
}

/// <summary>Takes the first bytes of each packet of a socket.</summary>
[BpfProgram]
public static class FirstBytes
{
    [SocketFilter]
    private static int OnPacket(ref SocketBuffer packet) => packet.TryLoad(0, out ulong first) && first != 0 ? 64 : 0;

    [Tunnel(TunnelPlace.In)]
    private static TunnelAction OnTunnelIn(ref SocketBuffer packet) => packet.Length > 1500 ? TunnelAction.Drop : TunnelAction.Ok;

    [Tunnel(TunnelPlace.Out)]
    private static TunnelAction OnTunnelOut(ref SocketBuffer packet) => packet.Length > 1500 ? TunnelAction.Drop : TunnelAction.Ok;

    [Tunnel(TunnelPlace.Transmit)]
    private static TunnelAction OnTunnelTransmit(ref SocketBuffer packet) => packet.TryPull(20) ? TunnelAction.Ok : TunnelAction.Drop;

    [Tunnel(TunnelPlace.Segment)]
    private static TunnelAction OnSegment(ref SocketBuffer packet) => packet.Length > 1500 ? TunnelAction.Drop : TunnelAction.Ok;

    [FlowDissector]
    private static FlowVerdict Dissect(ref SocketBuffer packet)
    {
        packet.FlowKeys.NetworkOffset = 14;
        return FlowVerdict.Ok;
    }

    [Netfilter]
    private static NetfilterVerdict OnNetfilter(ref readonly NetfilterContext packet) => NetfilterVerdict.Accept;

    [Netkit(NetkitEnd.Primary)]
    private static TcAction OnNetkit(ref SocketBuffer packet) => TcAction.Next;
}
