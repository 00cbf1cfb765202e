namespace Waggle.CSharp;

/// <summary>Header of an IPv6 packet: 40 bytes (RFC 8200, <c>struct ipv6hdr</c>).</summary>
public struct IPv6
{
    /// <summary>Version in the high four bits, then eight bits of traffic class and twenty of flow label.</summary>
    public NetworkUInt32 VersionAndFlow;

    /// <summary>Bytes behind this header.</summary>
    public NetworkUInt16 PayloadLength;

    /// <summary>What follows: a protocol, or an extension header.</summary>
    public IpProtocol NextHeader;

    /// <summary>How many routers it may still pass.</summary>
    public byte HopLimit;

    /// <summary>Who sent it.</summary>
    public IPv6Address Source;

    /// <summary>Who is to receive it.</summary>
    public IPv6Address Destination;

    /// <summary>Version: 6.</summary>
    public readonly int Version => (int)(VersionAndFlow >> 28);

    /// <summary>Flow label: 20 bits.</summary>
    public readonly uint FlowLabel => VersionAndFlow & 0xf_ffff;
}
