namespace Waggle.CSharp;

/// <summary>What a tunnel is known by: <c>struct bpf_tunnel_key</c>.</summary>
public struct TunnelKey
{
    /// <summary>Number of the tunnel.</summary>
    public uint Id;

    /// <summary>The other end; an IPv4 address is the first word, in host byte order.</summary>
    public IPv6Address Remote;

    /// <summary>Type of service of the outer packets.</summary>
    public byte TypeOfService;

    /// <summary>How many routers they may pass.</summary>
    public byte TimeToLive;

    /// <summary>Flags, in network byte order.</summary>
    public NetworkUInt16 Flags;

    /// <summary>Flow label of IPv6.</summary>
    public uint Label;

    /// <summary>This end; an IPv4 address is the first word, in host byte order.</summary>
    public IPv6Address Local;
}
