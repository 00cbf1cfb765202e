namespace Waggle.Probes.Network;

using Waggle.CSharp;
using Waggle.Probes.Processes;

/// <summary>Reports each TCP connection that a process makes, once the handshake ends.</summary>
/// <remarks>A handshake begins in the task that connects and ends in whatever context the answer arrives: the two are matched
/// by the address of the socket. An attempt that fails before its first SYN, for want of a route, changes no state and is not
/// seen.</remarks>
[BpfProgram]
public static class ConnectTrace
{
    private const int Canceled = 125; // ECANCELED

    private static readonly HashMap<ulong, ConnectAttempt> s_connectAttempts = new();

    private static readonly PerCpuArrayMap<ulong> s_missedConnectAttempts = new();

    [MaxBytes(256 * 1024)]
    private static readonly RingBuffer<ConnectEvent> s_connects = new();

    [Tracepoint("sock", "inet_sock_set_state")]
    private static void OnConnectState(ref readonly SocketStateRecord e)
    {
        if (e.protocol != TcpState.Protocol) return;

        if (e.newstate == TcpState.SynSent) Start(e.skaddr.Address);
        else if (e.oldstate == TcpState.SynSent) End(in e);
    }

    private static void Start(ulong socket)
    {
        if (!ProcessFilter.Wants(Bpf.CurrentProcess)) return;

        ConnectAttempt attempt = new() { Time = Bpf.Now };
        Actor.ReadCurrent(ref attempt.Actor);
        if (s_connectAttempts.Set(socket, in attempt)) return;

        MapValue<ulong> missed = s_missedConnectAttempts.Find(0);
        if (missed.Exists) missed.Value++;
    }

    private static void End(ref readonly SocketStateRecord e)
    {
        ulong socket = e.skaddr.Address;
        if (!s_connectAttempts.TryRemove(socket, out ConnectAttempt attempt)) return;

        using RingRecord<ConnectEvent> record = s_connects.Reserve();
        if (!record.Exists) return;

        ref ConnectEvent connect = ref record.Value;
        ulong now = Bpf.Now;
        connect.Time = now;
        connect.Latency = now - attempt.Time;
        connect.Actor = attempt.Actor;
        connect.Result = 0;
        connect.Reserved = 0;
        Endpoints.Read(in e, ref connect.Endpoints);
        if (e.newstate == TcpState.Close)
        {
            int error = e.skaddr.Value.sk_err;
            connect.Result = error == 0 ? -Canceled : -error;
        }

        record.Submit(RingWakeup.Never);
    }
}
