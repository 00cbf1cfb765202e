using System.Text.Json.Serialization;

namespace Waggle.Agent.Signals;

/// <summary>A process made a TCP connection, or could not.</summary>
/// <param name="Time">When the handshake ended.</param>
/// <param name="Pid">Process id.</param>
/// <param name="Ppid">Process id of the parent.</param>
/// <param name="Uid">User id.</param>
/// <param name="Comm">Name of the thread, at most 15 characters.</param>
/// <param name="Ip">Version of the protocol on the wire: 4 or 6.</param>
/// <param name="Saddr">This end's address.</param>
/// <param name="Sport">This end's port.</param>
/// <param name="Daddr">The other end's address.</param>
/// <param name="Dport">The other end's port.</param>
/// <param name="LatencyNs">Nanoseconds that the handshake took.</param>
/// <param name="Ret">0, or a negative errno; -125 (ECANCELED) if the process closed the socket before the handshake ended.</param>
public sealed record ConnectSignal(
    EventTime Time, int Pid, int Ppid, uint Uid, string Comm, int Ip, string Saddr, int Sport, string Daddr, int Dport,
    ulong LatencyNs, int Ret)
{
    /// <summary>Always "connect".</summary>
    [JsonPropertyOrder(-1)]
    public string Event { get; } = "connect";
}
