using System.Runtime.InteropServices;

namespace Waggle.CSharp;

/// <summary>A packet for which a socket of a group is to be chosen: <c>struct sk_reuseport_md</c> (Linux 4.19).</summary>
/// <remarks></remarks>
[StructLayout(LayoutKind.Sequential)]
[BtfName("sk_reuseport_md")]
public partial struct ReuseportContext
{
    private readonly ulong _data;
    private readonly ulong _dataEnd;
    private readonly uint _length;
    private readonly uint _ethernetProtocol;
    private readonly uint _protocol;
    private readonly uint _isAny;
    private readonly uint _hash;
    private uint _padding;
    private readonly ulong _socket;
    private readonly ulong _migrating;

    /// <summary>Bytes from the transport header on.</summary>
    public readonly uint Length => _length;

    /// <summary>IPv4 or IPv6, in network byte order.</summary>
    public readonly NetworkUInt16 NetworkProtocol => NetworkUInt16.FromRaw((ushort)_ethernetProtocol);

    /// <summary>UDP or TCP.</summary>
    public readonly IpProtocol Protocol => (IpProtocol)_protocol;

    /// <summary>Whether the group is bound to any address.</summary>
    public readonly bool IsBoundToAny => _isAny != 0;

    /// <summary>Hash of the flow.</summary>
    public readonly uint Hash => _hash;

    /// <summary>The packet from its transport header on, as far as it can be read in place.</summary>
    public readonly PacketCursor Cursor => new(_data, _dataEnd);

    /// <summary>The socket of the group that the kernel would take (Linux 5.14).</summary>
    public readonly SocketReference Socket => new(_socket);

    /// <summary>The socket whose connection moves; it does not exist where none does (Linux 5.14).</summary>
    public readonly SocketReference Migrating => new(_migrating);
}
