using System.Buffers.Binary;
using System.Net;

namespace UnitTest;

/// <summary>Packets to try the program on.</summary>
internal static class Packets
{
    private const int EthernetHeader = 14, IPv4Header = 20;

    /// <summary>An empty IPv4 packet.</summary>
    public static byte[] IPv4(IPAddress source)
    {
        byte[] packet = new byte[EthernetHeader + IPv4Header];
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(12), 0x0800); // ETH_P_IP
        packet[EthernetHeader] = 0x45; // version 4, five words of header
        source.GetAddressBytes().CopyTo(packet, EthernetHeader + 12);
        return packet;
    }

    /// <summary>An address as the program's map has it.</summary>
    public static uint Key(IPAddress address) => BitConverter.ToUInt32(address.GetAddressBytes());
}
