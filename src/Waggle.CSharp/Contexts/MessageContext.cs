using System.Runtime.InteropServices;

namespace Waggle.CSharp;

/// <summary>Data that a socket sends: <c>struct sk_msg_md</c> (Linux 4.17).</summary>
/// <remarks></remarks>
[StructLayout(LayoutKind.Sequential)]
[BtfName("sk_msg_md")]
public partial struct MessageContext
{
    private readonly ulong _data;
    private readonly ulong _dataEnd;
    private readonly uint _family;
    private readonly uint _remoteIPv4;
    private readonly uint _localIPv4;
    private IPv6Address _remoteIPv6;
    private IPv6Address _localIPv6;
    private readonly uint _remotePort;
    private readonly uint _localPort;
    private readonly uint _size;
    private readonly ulong _socket;

    /// <summary>Address family: 2 for IPv4, 10 for IPv6.</summary>
    public readonly uint Family => _family;

    /// <summary>Address of the peer.</summary>
    public readonly IPv4Address RemoteIPv4 => IPv4Address.FromRaw(_remoteIPv4);

    /// <summary>Address of this side.</summary>
    public readonly IPv4Address LocalIPv4 => IPv4Address.FromRaw(_localIPv4);

    /// <summary>Address of the peer.</summary>
    public readonly IPv6Address RemoteIPv6 => _remoteIPv6;

    /// <summary>Address of this side.</summary>
    public readonly IPv6Address LocalIPv6 => _localIPv6;

    /// <summary>Port of the peer, as a number in network byte order.</summary>
    public readonly NetworkUInt32 RemotePort => NetworkUInt32.FromRaw(_remotePort);

    /// <summary>Port of this side.</summary>
    public readonly uint LocalPort => _localPort;

    /// <summary>Bytes of the message.</summary>
    public readonly uint Size => _size;

    /// <summary>The bytes that can be read in place. <see cref="TryPull"/> makes more of them so.</summary>
    public readonly PacketCursor Cursor => new(_data, _dataEnd);

    /// <summary>The socket (Linux 5.7).</summary>
    public readonly SocketReference Socket => new(_socket);
}
