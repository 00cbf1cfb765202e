namespace Waggle.Probes.Network;

using Waggle.Probes.Processes;

/// <summary>A TCP connection was opened or closed.</summary>
public struct TcpEvent
{
    /// <summary>When: CLOCK_MONOTONIC in nanoseconds.</summary>
    public ulong Time;

    /// <summary>Nanoseconds since the connection was opened; 0 when it is.</summary>
    public ulong Duration;

    /// <summary>Bytes received in order; 0 when the connection is opened.</summary>
    public ulong BytesReceived;

    /// <summary>Bytes sent, repetitions left out; 0 when the connection is opened.</summary>
    public ulong BytesSent;

    /// <summary>Who owns the socket; process id 0 where it is not known yet.</summary>
    public Actor Actor;

    /// <summary>The two ends.</summary>
    public Endpoints Endpoints;

    /// <summary>What happened.</summary>
    public TcpEventKind Kind;

    /// <summary>Always 0.</summary>
    public uint Reserved;
}
