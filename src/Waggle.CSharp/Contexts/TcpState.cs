namespace Waggle.CSharp;

/// <summary>State of a TCP socket; <c>BPF_TCP_*</c>.</summary>
public enum TcpState
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>Open.</summary>
    Established = 1,

    /// <summary>Opening, SYN sent.</summary>
    SynSent = 2,

    /// <summary>Opening, SYN received.</summary>
    SynReceived = 3,

    /// <summary>Closed here.</summary>
    FinWait1 = 4,

    /// <summary>Closed here and acknowledged.</summary>
    FinWait2 = 5,

    /// <summary>Waits for late segments.</summary>
    TimeWait = 6,

    /// <summary>Closed.</summary>
    Closed = 7,

    /// <summary>Closed by the peer.</summary>
    CloseWait = 8,

    /// <summary>Closed by both, not acknowledged.</summary>
    LastAck = 9,

    /// <summary>Waits for connections.</summary>
    Listening = 10,

    /// <summary>Closed by both at once.</summary>
    Closing = 11,

    /// <summary>Opening, as a request.</summary>
    NewSynReceived = 12,
}
