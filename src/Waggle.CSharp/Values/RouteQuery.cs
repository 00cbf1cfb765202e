using System.Runtime.InteropServices;

namespace Waggle.CSharp;

/// <summary>A question to the routing table, and its answer: <c>struct bpf_fib_lookup</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct RouteQuery
{
    /// <summary>Address family: 2 for IPv4, 10 for IPv6.</summary>
    public byte Family;

    /// <summary>Protocol, for rules that ask for it.</summary>
    public IpProtocol Protocol;

    /// <summary>Port of the sender, for rules that ask for it.</summary>
    public NetworkUInt16 SourcePort;

    /// <summary>Port of the receiver, for rules that ask for it.</summary>
    public NetworkUInt16 DestinationPort;

    /// <summary>In: bytes of the packet from the network header on; out: the largest size on the way.</summary>
    public ushort Length;

    /// <summary>In: index of the interface that the packet came by; out: of the one that it leaves by.</summary>
    public uint Interface;

    /// <summary>In: type of service, or flow label; out: the route's metric.</summary>
    public uint TypeOfServiceOrMetric;

    /// <summary>Who sent it; an IPv4 address is the first word.</summary>
    public IPv6Address Source;

    /// <summary>In: who is to receive it; out: the next hop. An IPv4 address is the first word.</summary>
    public IPv6Address Destination;

    /// <summary>In: number of the table; out: VLAN of the way out.</summary>
    public uint TableOrVlan;

    /// <summary>Out: link address of the interface. In: the packet's mark in the first four bytes (Linux 6.10).</summary>
    public MacAddress SourceLink;

    /// <summary>Out: link address of the next hop.</summary>
    public MacAddress DestinationLink;
}
