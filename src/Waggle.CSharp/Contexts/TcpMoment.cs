namespace Waggle.CSharp;

/// <summary>A moment in the life of a TCP connection; <c>BPF_SOCK_OPS_*</c>.</summary>
public enum TcpMoment
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Asks for the first timeout in jiffies; -1 for the default.</summary>
    InitialTimeout = 1,

    /// <summary>Asks for the first receive window in packets; -1 for the default.</summary>
    InitialWindow = 2,

    /// <summary>A connection is about to be opened from here.</summary>
    Connecting = 3,

    /// <summary>A connection was opened from here.</summary>
    Connected = 4,

    /// <summary>A connection was opened by the peer.</summary>
    Accepted = 5,

    /// <summary>Asks whether to use congestion notification.</summary>
    NeedsEcn = 6,

    /// <summary>Asks for the base round trip time.</summary>
    BaseRoundTripTime = 7,

    /// <summary>A timer ran out; arguments: retransmissions, timeout, whether it ran before.</summary>
    RetransmitTimeout = 8,

    /// <summary>A segment is sent again.</summary>
    Retransmit = 9,

    /// <summary>The state changes; arguments: old, new.</summary>
    StateChange = 10,

    /// <summary>listen(2) was called.</summary>
    Listening = 11,

    /// <summary>A round trip was measured.</summary>
    RoundTrip = 12,

    /// <summary>A header with options is to be read.</summary>
    ParseOptions = 13,

    /// <summary>Asks for room for options.</summary>
    OptionLength = 14,

    /// <summary>Options are to be written.</summary>
    WriteOptions = 15,

    /// <summary>A timestamp: the packet was queued (6.15).</summary>
    TimestampScheduled = 16,

    /// <summary>A timestamp: the packet went to the driver (6.15).</summary>
    TimestampSoftware = 17,

    /// <summary>A timestamp: the packet was sent (6.15).</summary>
    TimestampHardware = 18,

    /// <summary>A timestamp: the packet was acknowledged (6.15).</summary>
    TimestampAcknowledged = 19,

    /// <summary>A timestamp: sendmsg(2) was called (6.15).</summary>
    TimestampSend = 20,
}
