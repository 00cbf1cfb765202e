using System.Runtime.InteropServices;

namespace Waggle.CSharp;

/// <summary>A socket: <c>struct bpf_sock</c>. The context of <see cref="CgroupSocketAttribute"/>, and what socket lookups find.</summary>
/// <remarks>At <see cref="SocketMoment.Create"/> and <see cref="SocketMoment.Release"/> the interface, mark and priority can be read and written, addresses not;
/// at the others the local address and port can be read.</remarks>
[StructLayout(LayoutKind.Sequential)]
[BtfName("bpf_sock")]
public partial struct SocketContext
{
    private uint _interface;
    private readonly uint _family;
    private readonly uint _type;
    private readonly uint _protocol;
    private uint _mark;
    private uint _priority;
    private readonly uint _localIPv4;
    private IPv6Address _localIPv6;
    private readonly uint _localPort;
    private readonly ushort _remotePort;
    private ushort _zero;
    private readonly uint _remoteIPv4;
    private IPv6Address _remoteIPv6;
    private readonly uint _state;
    private readonly int _receiveQueue;

    /// <summary>Index of the interface that it is bound to; 0 for any.</summary>
    public uint BoundInterface
    {
        readonly get => _interface;
        set => _interface = value;
    }

    /// <summary>Address family: 2 for IPv4, 10 for IPv6.</summary>
    public readonly uint Family => _family;

    /// <summary>1 for stream, 2 for datagram, 3 for raw; <c>SOCK_*</c>.</summary>
    public readonly uint Type => _type;

    /// <summary>Protocol.</summary>
    public readonly IpProtocol Protocol => (IpProtocol)_protocol;

    /// <summary>Mark of its packets.</summary>
    public uint Mark
    {
        readonly get => _mark;
        set => _mark = value;
    }

    /// <summary>Priority of its packets.</summary>
    public uint Priority
    {
        readonly get => _priority;
        set => _priority = value;
    }

    /// <summary>Address that it is bound to.</summary>
    public readonly IPv4Address LocalIPv4 => IPv4Address.FromRaw(_localIPv4);

    /// <summary>Address that it is bound to.</summary>
    public readonly IPv6Address LocalIPv6 => _localIPv6;

    /// <summary>Port that it is bound to.</summary>
    public readonly uint LocalPort => _localPort;

    /// <summary>Port of the peer.</summary>
    public readonly NetworkUInt16 RemotePort => NetworkUInt16.FromRaw((ushort)_remotePort);

    /// <summary>Address of the peer.</summary>
    public readonly IPv4Address RemoteIPv4 => IPv4Address.FromRaw(_remoteIPv4);

    /// <summary>Address of the peer.</summary>
    public readonly IPv6Address RemoteIPv6 => _remoteIPv6;

    /// <summary>State of a TCP socket.</summary>
    public readonly TcpState State => (TcpState)_state;

    /// <summary>Queue that packets came by last; -1 if it is not known.</summary>
    public readonly int ReceiveQueue => _receiveQueue;
}
