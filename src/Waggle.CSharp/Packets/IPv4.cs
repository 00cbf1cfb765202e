namespace Waggle.CSharp;

/// <summary>Header of an IPv4 packet without its options: 20 bytes (RFC 791, <c>struct iphdr</c>).</summary>
public struct IPv4
{
    /// <summary>Version in the high four bits, length of the header in 32-bit words in the low.</summary>
    public byte VersionAndLength;

    /// <summary>Type of service: DSCP in the high six bits, ECN in the low two.</summary>
    public byte TypeOfService;

    /// <summary>Bytes of the packet, this header included.</summary>
    public NetworkUInt16 TotalLength;

    /// <summary>Number that fragments of one packet share.</summary>
    public NetworkUInt16 Identification;

    /// <summary>Flags in the high three bits, offset of the fragment in units of 8 bytes in the low thirteen.</summary>
    public NetworkUInt16 FlagsAndFragment;

    /// <summary>How many routers it may still pass.</summary>
    public byte TimeToLive;

    /// <summary>What the packet carries.</summary>
    public IpProtocol Protocol;

    /// <summary>Internet checksum of the header.</summary>
    public NetworkUInt16 Checksum;

    /// <summary>Who sent it.</summary>
    public IPv4Address Source;

    /// <summary>Who is to receive it.</summary>
    public IPv4Address Destination;

    /// <summary>Version: 4.</summary>
    public readonly int Version => VersionAndLength >> 4;

    /// <summary>Bytes of the header, options included: 20 to 60 in a valid packet.</summary>
    public readonly uint HeaderLength => (uint)(VersionAndLength & 0xf) * 4;

    /// <summary>Bytes of options behind this header: 0 to 40; 0 too if the header claims to be shorter than it is.</summary>
    public readonly uint OptionsLength => HeaderLength > 20 ? HeaderLength - 20 : 0;

    /// <summary>Whether it is a later fragment, which has no header of the protocol that it carries.</summary>
    public readonly bool IsLaterFragment => (FlagsAndFragment & 0x1fff) != 0;
}
