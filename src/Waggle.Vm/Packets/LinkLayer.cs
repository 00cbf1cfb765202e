using Waggle.Vm.Execution;
using Waggle.Vm.Packets.Captures;

namespace Waggle.Vm.Packets;

/// <summary>Where a kind of link has its packets' protocol, and how long its header is.</summary>
/// <param name="HeaderSize">Bytes before the network header.</param>
/// <param name="ProtocolOffset">Where the EtherType is; below 0 if there is none.</param>
internal readonly record struct LinkLayer(int HeaderSize, int ProtocolOffset)
{
    private const byte IPv4Version = 4, IPv6Version = 6;
    private const ushort IPv4 = 0x0008, IPv6 = 0xDD86; // as they lie in memory

    /// <summary>What is known of a kind of link (the registry at tcpdump.org/linktypes.html).</summary>
    internal static LinkLayer Of(LinkType type) => type switch
    {
        LinkType.Ethernet => new(PacketBuffer.EthernetHeader, 12),
        LinkType.LinuxCooked => new(16, 14),
        LinkType.LinuxCooked2 => new(20, 0),
        LinkType.Loopback => new(4, -1),
        _ => new(0, -1),
    };

    /// <summary>The EtherType of a packet, as it lies in memory; 0 if it can't be told.</summary>
    internal ushort ProtocolOf(ReadOnlySpan<byte> packet) => packet.Length <= HeaderSize ? (ushort)0
        : ProtocolOffset >= 0 ? BitConverter.ToUInt16(packet[ProtocolOffset..])
        : (packet[HeaderSize] >> 4) switch { IPv4Version => IPv4, IPv6Version => IPv6, _ => (ushort)0 };
}
