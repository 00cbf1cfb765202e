namespace Waggle.Agent.Signals;

/// <summary>A TCP connection was opened or closed.</summary>
/// <param name="Event">"connected" (from here), "accepted" (from elsewhere) or "closed".</param>
/// <param name="Time">When.</param>
/// <param name="Pid">Process id of the owner; 0 where it is not known: for connections from elsewhere, until they are closed.</param>
/// <param name="Ppid">Process id of the owner's parent, or 0.</param>
/// <param name="Uid">User id of the owner; 0 if not known.</param>
/// <param name="Comm">Name of the owner; "" if not known.</param>
/// <param name="Ip">Version of the protocol on the wire: 4 or 6.</param>
/// <param name="Saddr">This end's address.</param>
/// <param name="Sport">This end's port.</param>
/// <param name="Daddr">The other end's address.</param>
/// <param name="Dport">The other end's port.</param>
/// <param name="ReceivedBytes">Bytes received in order so far.</param>
/// <param name="SentBytes">Bytes sent so far, repetitions left out.</param>
/// <param name="DurationNs">Nanoseconds since the connection was opened.</param>
public sealed record TcpSignal(
    string Event, EventTime Time, int Pid, int Ppid, uint Uid, string Comm, int Ip, string Saddr, int Sport, string Daddr, int Dport,
    ulong ReceivedBytes, ulong SentBytes, ulong DurationNs)
{
    /// <summary>Whether the connection ended.</summary>
    internal bool IsClosed => Event == "closed";
}
