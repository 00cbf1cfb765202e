using Waggle.CSharp;

namespace Samples.Programs;

/// <summary>Drops TCP segments to a port, and counts them.</summary>
[BpfProgram]
public static class DropPort
{
    private static ushort s_port = 23;
    private static readonly PerCpuCounter s_dropped = new();

    [Xdp]
    private static XdpAction OnPacket(ref XdpContext packet)
    {
        PacketCursor cursor = packet.Cursor;
        if (!cursor.TryRead(out Ethernet ethernet) || ethernet.Type != EtherType.IPv4) return XdpAction.Pass;
        if (!cursor.TryRead(out IPv4 ip) || ip.Protocol != IpProtocol.Tcp) return XdpAction.Pass;
        if (!cursor.TrySkip(ip.OptionsLength) || !cursor.TryRead(out Tcp tcp)) return XdpAction.Pass;
        if (tcp.DestinationPort != s_port) return XdpAction.Pass;

        s_dropped.Increment();
        return XdpAction.Drop;
    }
}
