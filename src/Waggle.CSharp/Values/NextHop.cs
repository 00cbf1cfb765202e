namespace Waggle.CSharp;

/// <summary>A neighbour to send to: <c>struct bpf_redir_neigh</c>.</summary>
public struct NextHop
{
    /// <summary>Address family: 2 for IPv4, 10 for IPv6.</summary>
    public uint Family;

    /// <summary>Its address; an IPv4 address is the first word.</summary>
    public IPv6Address Address;
}
