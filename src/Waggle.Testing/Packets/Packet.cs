using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Waggle.CSharp;

namespace Waggle.Testing.Packets;

/// <summary>Packets to try programs on: an Ethernet header, what lies behind it, lengths and checksums filled in. Change any byte of them afterwards.</summary>
/// <remarks>Frames are not padded to 60 bytes: a cut packet is what one often wants to try.</remarks>
public static class Packet
{
    /// <summary>A frame.</summary>
    /// <param name="type">What it carries.</param>
    /// <param name="payload">The bytes behind its header.</param>
    /// <param name="destination">To whom; 02:00:00:00:00:02 if not said.</param>
    /// <param name="source">From whom; 02:00:00:00:00:01 if not said.</param>
    public static byte[] Ethernet(EtherType type, ReadOnlySpan<byte> payload, MacAddress? destination = null, MacAddress? source = null)
    {
        var header = new Ethernet { Destination = destination ?? Local(2), Source = source ?? Local(1), Type = type };
        return Join(in header, payload);
    }

    /// <summary>An IPv4 packet in a frame.</summary>
    /// <param name="source">From whom.</param>
    /// <param name="destination">To whom.</param>
    /// <param name="protocol">What it carries.</param>
    /// <param name="payload">The bytes behind its header: at most 65,515.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is too much payload.</exception>
    public static byte[] IPv4(IPv4Address source, IPv4Address destination, IpProtocol protocol, ReadOnlySpan<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, ushort.MaxValue - Unsafe.SizeOf<IPv4>(), nameof(payload));
        var header = new IPv4
        {
            VersionAndLength = 0x45, // five words
            TotalLength = (ushort)(Unsafe.SizeOf<IPv4>() + payload.Length),
            TimeToLive = 64,
            Protocol = protocol,
            Source = source,
            Destination = destination,
        };
        header.Checksum = InternetChecksum.Of(Bytes(in header));
        return Ethernet(EtherType.IPv4, Join(in header, payload));
    }

    /// <summary>A UDP datagram over IPv4.</summary>
    /// <param name="source">From whom.</param>
    /// <param name="destination">To whom.</param>
    /// <param name="sourcePort">From which port.</param>
    /// <param name="destinationPort">To which port.</param>
    /// <param name="payload">What it carries.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is too much payload.</exception>
    public static byte[] Udp(IPv4Address source, IPv4Address destination, ushort sourcePort = 40_000, ushort destinationPort = 53, ReadOnlySpan<byte> payload = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, ushort.MaxValue - Unsafe.SizeOf<IPv4>() - Unsafe.SizeOf<Udp>(), nameof(payload));
        var header = new Udp { SourcePort = sourcePort, DestinationPort = destinationPort, Length = (ushort)(Unsafe.SizeOf<Udp>() + payload.Length) };
        ushort sum = InternetChecksum.Of(source, destination, IpProtocol.Udp, Join(in header, payload));
        header.Checksum = sum == 0 ? ushort.MaxValue : sum; // 0 says that there is none (RFC 768)
        return IPv4(source, destination, IpProtocol.Udp, Join(in header, payload));
    }

    /// <summary>A TCP segment over IPv4.</summary>
    /// <param name="source">From whom.</param>
    /// <param name="destination">To whom.</param>
    /// <param name="sourcePort">From which port.</param>
    /// <param name="destinationPort">To which port.</param>
    /// <param name="flags">What it says of the connection.</param>
    /// <param name="payload">What it carries.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is too much payload.</exception>
    public static byte[] Tcp(
        IPv4Address source, IPv4Address destination, ushort sourcePort = 40_000, ushort destinationPort = 80, TcpFlags flags = TcpFlags.Synchronize, ReadOnlySpan<byte> payload = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, ushort.MaxValue - Unsafe.SizeOf<IPv4>() - Unsafe.SizeOf<Tcp>(), nameof(payload));
        var header = new Tcp
        {
            SourcePort = sourcePort,
            DestinationPort = destinationPort,
            Sequence = 1,
            LengthAndReserved = 5 << 4, // words
            Flags = flags,
            Window = 65_535,
        };
        header.Checksum = InternetChecksum.Of(source, destination, IpProtocol.Tcp, Join(in header, payload));
        return IPv4(source, destination, IpProtocol.Tcp, Join(in header, payload));
    }

    /// <summary>An ICMP message over IPv4, such as a ping.</summary>
    /// <param name="source">From whom.</param>
    /// <param name="destination">To whom.</param>
    /// <param name="type">What it says.</param>
    /// <param name="payload">What is behind its header of 8 bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is too much payload.</exception>
    public static byte[] Icmp(IPv4Address source, IPv4Address destination, IcmpType type = IcmpType.EchoRequest, ReadOnlySpan<byte> payload = default)
    {
        var header = new Icmp { Type = type };
        header.Checksum = InternetChecksum.Of(Join(in header, payload));
        return IPv4(source, destination, IpProtocol.Icmp, Join(in header, payload));
    }

    private static MacAddress Local(byte last)
    {
        MacAddress address = default;
        (address[0], address[5]) = (2, last); // administered locally
        return address;
    }

    private static byte[] Join<T>(in T header, ReadOnlySpan<byte> payload) where T : unmanaged => [.. Bytes(in header), .. payload];

    private static ReadOnlySpan<byte> Bytes<T>(in T header) where T : unmanaged => MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in header));
}
