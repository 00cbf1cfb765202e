namespace Waggle.Probes.Network;

using Waggle.Probes.Processes;

/// <summary>A TCP connection was made, or could not be.</summary>
public struct ConnectEvent
{
    /// <summary>When the handshake ended: CLOCK_MONOTONIC in nanoseconds.</summary>
    public ulong Time;

    /// <summary>Nanoseconds from the first SYN to the end of the handshake.</summary>
    public ulong Latency;

    /// <summary>Who connected.</summary>
    public Actor Actor;

    /// <summary>The two ends.</summary>
    public Endpoints Endpoints;

    /// <summary>0, or a negative errno. -125 (ECANCELED) if the program closed the socket before the handshake ended.</summary>
    public int Result;

    /// <summary>Always 0.</summary>
    public uint Reserved;
}
