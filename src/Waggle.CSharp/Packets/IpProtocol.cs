namespace Waggle.CSharp;

/// <summary>What an IP packet carries: IANA's protocol numbers.</summary>
public enum IpProtocol : byte
{
    /// <summary>Hop-by-hop options of IPv6.</summary>
    HopByHop = 0,

    /// <summary>ICMP of IPv4.</summary>
    Icmp = 1,

    /// <summary>IPv4 in IP.</summary>
    IPv4 = 4,

    /// <summary>TCP.</summary>
    Tcp = 6,

    /// <summary>UDP.</summary>
    Udp = 17,

    /// <summary>IPv6 in IP.</summary>
    IPv6 = 41,

    /// <summary>Routing header of IPv6.</summary>
    Routing = 43,

    /// <summary>Fragment header of IPv6.</summary>
    Fragment = 44,

    /// <summary>Generic routing encapsulation.</summary>
    Gre = 47,

    /// <summary>ICMP of IPv6.</summary>
    IcmpV6 = 58,

    /// <summary>SCTP.</summary>
    Sctp = 132,
}
