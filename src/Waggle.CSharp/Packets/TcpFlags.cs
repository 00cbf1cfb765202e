namespace Waggle.CSharp;

/// <summary>Control bits of a TCP segment (RFC 9293).</summary>
[Flags]
public enum TcpFlags : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The sender has finished.</summary>
    Finish = 1 << 0,

    /// <summary>A connection opens.</summary>
    Synchronize = 1 << 1,

    /// <summary>The connection is broken off.</summary>
    Reset = 1 << 2,

    /// <summary>Deliver at once.</summary>
    Push = 1 << 3,

    /// <summary>The acknowledgement number counts.</summary>
    Acknowledge = 1 << 4,

    /// <summary>The urgent pointer counts.</summary>
    Urgent = 1 << 5,

    /// <summary>Congestion was seen.</summary>
    CongestionEcho = 1 << 6,

    /// <summary>The sender slowed down.</summary>
    CongestionWindowReduced = 1 << 7,
}
