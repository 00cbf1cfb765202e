using System.Runtime.InteropServices;

namespace Waggle.CSharp;

/// <summary>A TCP connection at a moment of its life: <c>struct bpf_sock_ops</c> (Linux 4.13).</summary>
/// <remarks>Numbers of the connection are those of <c>struct tcp_sock</c>.</remarks>
[StructLayout(LayoutKind.Sequential)]
[BtfName("bpf_sock_ops")]
public partial struct TcpContext
{
    private readonly uint _operation;
    private uint _reply;
    private readonly uint _argument1;
    private readonly uint _argument2;
    private readonly uint _argument3;
    private readonly uint _family;
    private readonly uint _remoteIPv4;
    private readonly uint _localIPv4;
    private IPv6Address _remoteIPv6;
    private IPv6Address _localIPv6;
    private readonly uint _remotePort;
    private readonly uint _localPort;
    private readonly uint _isFull;
    private readonly uint _congestionWindow;
    private readonly uint _roundTripTime;
    private readonly uint _callbacks;
    private readonly uint _state;
    private readonly uint _shortestTime;
    private readonly uint _threshold;
    private readonly uint _receiveNext;
    private readonly uint _sendNext;
    private readonly uint _sendFirst;
    private readonly uint _segmentSize;
    private readonly uint _ecn;
    private readonly uint _delivered;
    private readonly uint _interval;
    private readonly uint _underWay;
    private readonly uint _again;
    private readonly uint _allAgain;
    private readonly uint _segmentsIn;
    private readonly uint _dataIn;
    private readonly uint _segmentsOut;
    private readonly uint _dataOut;
    private readonly uint _lost;
    private readonly uint _sacked;
    private uint _hash;
    private readonly ulong _bytesReceived;
    private readonly ulong _bytesAcknowledged;
    private readonly ulong _socket;
    private readonly ulong _data;
    private readonly ulong _dataEnd;
    private readonly uint _packetLength;
    private readonly uint _flags;
    private readonly ulong _hardwareTimestamp;

    /// <summary>Which moment it is.</summary>
    public readonly TcpMoment Operation => (TcpMoment)_operation;

    /// <summary>The first argument of the moment, and where the answer goes.</summary>
    public uint Reply
    {
        readonly get => _reply;
        set => _reply = value;
    }

    /// <summary>Second argument of the moment.</summary>
    public readonly uint Argument1 => _argument1;

    /// <summary>Third argument of the moment.</summary>
    public readonly uint Argument2 => _argument2;

    /// <summary>Fourth argument of the moment.</summary>
    public readonly uint Argument3 => _argument3;

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

    /// <summary>Whether the numbers below mean something; if not they are 0.</summary>
    public readonly bool IsFullSocket => _isFull != 0;

    /// <summary>Packets that may be under way.</summary>
    public readonly uint CongestionWindow => _congestionWindow;

    /// <summary>Round trip time in eighths of a microsecond, smoothed.</summary>
    public readonly uint SmoothedRoundTripTime => _roundTripTime;

    /// <summary>Which moments are reported, see <see cref="TrySetCallbacks"/>.</summary>
    public readonly TcpCallbacks Callbacks => (TcpCallbacks)_callbacks;

    /// <summary>State of the connection.</summary>
    public readonly TcpState State => (TcpState)_state;

    /// <summary>Shortest round trip time in microseconds.</summary>
    public readonly uint ShortestRoundTripTime => _shortestTime;

    /// <summary>Window at which slow start ends.</summary>
    public readonly uint SlowStartThreshold => _threshold;

    /// <summary>Number of the byte that is expected next.</summary>
    public readonly uint ReceiveNext => _receiveNext;

    /// <summary>Number of the byte that is sent next.</summary>
    public readonly uint SendNext => _sendNext;

    /// <summary>Number of the first byte that is not acknowledged.</summary>
    public readonly uint SendUnacknowledged => _sendFirst;

    /// <summary>Largest segment in bytes, without selective acknowledgements.</summary>
    public readonly uint SegmentSize => _segmentSize;

    /// <summary>State of congestion notification.</summary>
    public readonly uint EcnFlags => _ecn;

    /// <summary>Packets delivered in the last sample.</summary>
    public readonly uint RateDelivered => _delivered;

    /// <summary>Microseconds of the last sample.</summary>
    public readonly uint RateInterval => _interval;

    /// <summary>Packets under way.</summary>
    public readonly uint PacketsOut => _underWay;

    /// <summary>Retransmitted packets under way.</summary>
    public readonly uint RetransmittedOut => _again;

    /// <summary>Retransmitted packets of the connection.</summary>
    public readonly uint TotalRetransmits => _allAgain;

    /// <summary>Segments received.</summary>
    public readonly uint SegmentsIn => _segmentsIn;

    /// <summary>Segments with data received.</summary>
    public readonly uint DataSegmentsIn => _dataIn;

    /// <summary>Segments sent.</summary>
    public readonly uint SegmentsOut => _segmentsOut;

    /// <summary>Segments with data sent.</summary>
    public readonly uint DataSegmentsOut => _dataOut;

    /// <summary>Packets that count as lost.</summary>
    public readonly uint LostOut => _lost;

    /// <summary>Packets acknowledged out of order.</summary>
    public readonly uint SackedOut => _sacked;

    /// <summary>Hash of the flow. Can be written.</summary>
    public uint Hash
    {
        readonly get => _hash;
        set => _hash = value;
    }

    /// <summary>Bytes received and acknowledged.</summary>
    public readonly ulong BytesReceived => _bytesReceived;

    /// <summary>Bytes sent and acknowledged.</summary>
    public readonly ulong BytesAcknowledged => _bytesAcknowledged;

    /// <summary>Bytes of the segment at hand, headers included.</summary>
    public readonly uint PacketLength => _packetLength;

    /// <summary>Control bits of the segment at hand.</summary>
    public readonly TcpFlags Flags => (TcpFlags)_flags;

    /// <summary>Nanoseconds by the network card's clock (Linux 6.2).</summary>
    public readonly ulong HardwareTimestamp => _hardwareTimestamp;

    /// <summary>The socket; it may not exist.</summary>
    public readonly SocketReference Socket => new(_socket);

    /// <summary>The TCP header of the segment at hand, options included (Linux 5.10).</summary>
    public readonly PacketCursor Header => new(_data, _dataEnd);
}
