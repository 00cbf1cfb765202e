namespace Waggle.CSharp;

/// <summary>Header of a UDP datagram: 8 bytes (RFC 768, <c>struct udphdr</c>).</summary>
public struct Udp
{
    /// <summary>Port of the sender.</summary>
    public NetworkUInt16 SourcePort;

    /// <summary>Port of the receiver.</summary>
    public NetworkUInt16 DestinationPort;

    /// <summary>Bytes of the datagram, this header included.</summary>
    public NetworkUInt16 Length;

    /// <summary>Internet checksum of header, data and addresses; 0 over IPv4 if there is none.</summary>
    public NetworkUInt16 Checksum;
}
