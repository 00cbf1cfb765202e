namespace Waggle.CSharp;

/// <summary>Header of an ICMP message: 8 bytes (RFC 792 and RFC 4443).</summary>
public struct Icmp
{
    /// <summary>Kind of message.</summary>
    public IcmpType Type;

    /// <summary>Kind within the kind.</summary>
    public byte Code;

    /// <summary>Internet checksum of the message; for ICMPv6 of the addresses, too.</summary>
    public NetworkUInt16 Checksum;

    /// <summary>Who asked, in an echo message.</summary>
    public NetworkUInt16 Identifier;

    /// <summary>Which of its questions, in an echo message.</summary>
    public NetworkUInt16 Sequence;
}
