using System.Runtime.InteropServices;

namespace Waggle.CSharp;

/// <summary>A packet whose socket is looked for: <c>struct bpf_sk_lookup</c> (Linux 5.9).</summary>
/// <remarks></remarks>
[StructLayout(LayoutKind.Sequential)]
[BtfName("bpf_sk_lookup")]
public partial struct LookupContext
{
    private readonly ulong _socket;
    private readonly uint _family;
    private readonly uint _protocol;
    private readonly uint _remoteIPv4;
    private IPv6Address _remoteIPv6;
    private readonly ushort _remotePort;
    private ushort _zero;
    private readonly uint _localIPv4;
    private IPv6Address _localIPv6;
    private readonly uint _localPort;
    private readonly uint _interface;

    /// <summary>Address family: 2 for IPv4, 10 for IPv6.</summary>
    public readonly uint Family => _family;

    /// <summary>TCP or UDP.</summary>
    public readonly IpProtocol Protocol => (IpProtocol)_protocol;

    /// <summary>Who sent it.</summary>
    public readonly IPv4Address RemoteIPv4 => IPv4Address.FromRaw(_remoteIPv4);

    /// <summary>Who sent it.</summary>
    public readonly IPv6Address RemoteIPv6 => _remoteIPv6;

    /// <summary>Port of the sender.</summary>
    public readonly NetworkUInt16 RemotePort => NetworkUInt16.FromRaw((ushort)_remotePort);

    /// <summary>Who is to receive it.</summary>
    public readonly IPv4Address LocalIPv4 => IPv4Address.FromRaw(_localIPv4);

    /// <summary>Who is to receive it.</summary>
    public readonly IPv6Address LocalIPv6 => _localIPv6;

    /// <summary>Port of the receiver.</summary>
    public readonly uint LocalPort => _localPort;

    /// <summary>Index of the interface that it came by (Linux 5.17).</summary>
    public readonly uint IngressInterface => _interface;

    /// <summary>The socket that was chosen by a program before; it may not exist.</summary>
    public readonly SocketReference Chosen => new(_socket);
}
