namespace Waggle.CSharp;

/// <summary>The numbers of a TCP connection: <c>struct bpf_tcp_sock</c> (Linux 5.1).</summary>
public struct TcpNumbers
{
    /// <summary>Packets that may be under way.</summary>
    public uint CongestionWindow;

    /// <summary>Round trip time in eighths of a microsecond, smoothed.</summary>
    public uint SmoothedRoundTripTime;

    /// <summary>Shortest round trip time in microseconds.</summary>
    public uint ShortestRoundTripTime;

    /// <summary>Window at which slow start ends.</summary>
    public uint SlowStartThreshold;

    /// <summary>Number of the byte that is expected next.</summary>
    public uint ReceiveNext;

    /// <summary>Number of the byte that is sent next.</summary>
    public uint SendNext;

    /// <summary>Number of the first byte that is not acknowledged.</summary>
    public uint SendUnacknowledged;

    /// <summary>Largest segment in bytes, without selective acknowledgements.</summary>
    public uint SegmentSize;

    /// <summary>State of congestion notification.</summary>
    public uint EcnFlags;

    /// <summary>Packets delivered in the last sample.</summary>
    public uint RateDelivered;

    /// <summary>Microseconds of the last sample.</summary>
    public uint RateInterval;

    /// <summary>Packets under way.</summary>
    public uint PacketsOut;

    /// <summary>Retransmitted packets under way.</summary>
    public uint RetransmittedOut;

    /// <summary>Retransmitted packets of the connection.</summary>
    public uint TotalRetransmits;

    /// <summary>Segments received.</summary>
    public uint SegmentsIn;

    /// <summary>Segments with data received.</summary>
    public uint DataSegmentsIn;

    /// <summary>Segments sent.</summary>
    public uint SegmentsOut;

    /// <summary>Segments with data sent.</summary>
    public uint DataSegmentsOut;

    /// <summary>Packets that count as lost.</summary>
    public uint LostOut;

    /// <summary>Packets acknowledged out of order.</summary>
    public uint SackedOut;

    /// <summary>Bytes received.</summary>
    public ulong BytesReceived;

    /// <summary>Bytes sent and acknowledged.</summary>
    public ulong BytesAcknowledged;

    /// <summary>Duplicate blocks received.</summary>
    public uint Duplicates;

    /// <summary>Packets delivered, retransmitted ones included.</summary>
    public uint Delivered;

    /// <summary>Those with a mark of congestion.</summary>
    public uint DeliveredCongested;

    /// <summary>Timeouts that were not recovered from.</summary>
    public uint Unrecovered;
}
