using System.Runtime.InteropServices;

namespace Waggle.CSharp;

/// <summary>An address that a process names: <c>struct bpf_sock_addr</c> (Linux 4.17).</summary>
/// <remarks>The fields of the other address family can't be read.</remarks>
[StructLayout(LayoutKind.Sequential)]
[BtfName("bpf_sock_addr")]
public partial struct SocketAddress
{
    private readonly uint _family;
    private uint _ipv4;
    private IPv6Address _ipv6;
    private uint _port;
    private readonly uint _socketFamily;
    private readonly uint _type;
    private readonly uint _protocol;
    private uint _sourceIPv4;
    private IPv6Address _sourceIPv6;
    private uint _padding;
    private readonly ulong _socket;

    /// <summary>Family of the address: 2 for IPv4, 10 for IPv6.</summary>
    public readonly uint NamedFamily => _family;

    /// <summary>The address. Can be written.</summary>
    public IPv4Address IPv4
    {
        readonly get => IPv4Address.FromRaw(_ipv4);
        set => _ipv4 = value.Raw;
    }

    /// <summary>The address. Can be written.</summary>
    public IPv6Address IPv6
    {
        readonly get => _ipv6;
        set => _ipv6 = value;
    }

    /// <summary>The port. Can be written.</summary>
    public NetworkUInt16 Port
    {
        readonly get => NetworkUInt16.FromRaw((ushort)_port);
        set => _port = value.Raw;
    }

    /// <summary>Family of the socket.</summary>
    public readonly uint Family => _socketFamily;

    /// <summary>1 for stream, 2 for datagram; <c>SOCK_*</c>.</summary>
    public readonly uint Type => _type;

    /// <summary>Protocol.</summary>
    public readonly IpProtocol Protocol => (IpProtocol)_protocol;

    /// <summary>Address that the message comes from, for <see cref="AddressOperation.Send4"/>. Can be written.</summary>
    public IPv4Address SourceIPv4
    {
        readonly get => IPv4Address.FromRaw(_sourceIPv4);
        set => _sourceIPv4 = value.Raw;
    }

    /// <summary>Address that the message comes from, for <see cref="AddressOperation.Send6"/>. Can be written.</summary>
    public IPv6Address SourceIPv6
    {
        readonly get => _sourceIPv6;
        set => _sourceIPv6 = value;
    }

    /// <summary>The socket.</summary>
    public readonly SocketReference Socket => new(_socket);
}
