namespace Waggle.CSharp;

/// <summary>An IPv4 connection: <c>struct bpf_sock_tuple</c> with its first member.</summary>
public struct SocketTuple
{
    /// <summary>Who sent the packet.</summary>
    public IPv4Address Source;

    /// <summary>Who is to receive it.</summary>
    public IPv4Address Destination;

    /// <summary>Port of the sender.</summary>
    public NetworkUInt16 SourcePort;

    /// <summary>Port of the receiver.</summary>
    public NetworkUInt16 DestinationPort;
}
