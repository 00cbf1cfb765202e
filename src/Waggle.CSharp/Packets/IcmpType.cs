namespace Waggle.CSharp;

/// <summary>Kinds of ICMP messages (RFC 792). ICMPv6 has numbers of its own: <see cref="EchoRequestV6"/> and the like.</summary>
public enum IcmpType : byte
{
    /// <summary>Answer to an echo request.</summary>
    EchoReply = 0,

    /// <summary>What was sent can't be delivered.</summary>
    DestinationUnreachable = 3,

    /// <summary>There is a better way.</summary>
    Redirect = 5,

    /// <summary>Asks for an answer: ping.</summary>
    EchoRequest = 8,

    /// <summary>The packet passed too many routers.</summary>
    TimeExceeded = 11,

    /// <summary>Echo request of ICMPv6 (RFC 4443).</summary>
    EchoRequestV6 = 128,

    /// <summary>Echo reply of ICMPv6.</summary>
    EchoReplyV6 = 129,

    /// <summary>Neighbour solicitation of ICMPv6 (RFC 4861).</summary>
    NeighborSolicitation = 135,

    /// <summary>Neighbour advertisement of ICMPv6.</summary>
    NeighborAdvertisement = 136,
}
