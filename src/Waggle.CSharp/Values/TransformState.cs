namespace Waggle.CSharp;

/// <summary>How IPsec unwrapped a packet: <c>struct bpf_xfrm_state</c>.</summary>
public struct TransformState
{
    /// <summary>Id of the request.</summary>
    public uint RequestId;

    /// <summary>Security parameter index.</summary>
    public NetworkUInt32 ParameterIndex;

    /// <summary>Address family: 2 for IPv4, 10 for IPv6.</summary>
    public ushort Family;

    /// <summary>Nothing.</summary>
    public ushort Reserved;

    /// <summary>The other end; an IPv4 address is the first word.</summary>
    public IPv6Address Remote;
}
