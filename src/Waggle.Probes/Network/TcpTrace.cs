namespace Waggle.Probes.Network;

using Waggle.CSharp;
using Waggle.Probes.Kernel;
using Waggle.Probes.Processes;

/// <summary>Reports each TCP connection that is opened or closed, with bytes and duration.</summary>
/// <remarks>A connection to this machine is established by an interrupt, in no particular task: its owner is known only when
/// the owner closes it. Where events are filtered, such a connection is therefore reported at its end only.</remarks>
[BpfProgram]
public static class TcpTrace
{
    private static readonly HashMap<ulong, TcpLife> s_tcpLives = new();

    private static readonly PerCpuArrayMap<ulong> s_missedTcpLives = new();

    [MaxBytes(256 * 1024)]
    private static readonly RingBuffer<TcpEvent> s_tcp = new();

    [Tracepoint("sock", "inet_sock_set_state")]
    private static void OnTcpState(ref readonly SocketStateRecord e)
    {
        if (e.protocol != TcpState.Protocol) return;

        if (e.newstate == TcpState.SynSent) Connecting(e.skaddr.Address);
        else if (e.newstate == TcpState.Established) Established(in e);
        else if (e.newstate is TcpState.FinWait1 or TcpState.LastAck) LearnOwner(e.skaddr.Address);
        else if (e.newstate == TcpState.Close) Closed(in e);
    }

    private static void Connecting(ulong socket)
    {
        TcpLife life = default;
        Actor.ReadCurrent(ref life.Owner);
        Keep(socket, in life);
    }

    private static void Established(ref readonly SocketStateRecord e)
    {
        ulong now = Bpf.Now;
        ulong socket = e.skaddr.Address;
        MapValue<TcpLife> known = s_tcpLives.Find(socket);
        if (known.Exists)
        {
            known.Value.Opened = now;
            if (ProcessFilter.Wants(known.Value.Owner.Pid)) Report(in e, in known.Value, TcpEventKind.Connected, now);
            return;
        }

        TcpLife life = default;
        life.Opened = now;
        Keep(socket, in life);
        if (ProcessFilter.Wants(0)) Report(in e, in life, TcpEventKind.Accepted, now);
    }

    // These states are entered by the task that closes the socket.
    private static void LearnOwner(ulong socket)
    {
        MapValue<TcpLife> life = s_tcpLives.Find(socket);
        if (life.Exists && life.Value.Owner.Pid == 0) Actor.ReadCurrent(ref life.Value.Owner);
    }

    private static void Closed(ref readonly SocketStateRecord e)
    {
        ulong socket = e.skaddr.Address;
        if (!s_tcpLives.TryRemove(socket, out TcpLife life)) return;
        if (life.Opened == 0 || !ProcessFilter.Wants(life.Owner.Pid)) return; // never established; or not wanted

        Report(in e, in life, TcpEventKind.Closed, Bpf.Now);
    }

    private static void Keep(ulong socket, ref readonly TcpLife life)
    {
        if (s_tcpLives.Set(socket, in life)) return;

        MapValue<ulong> missed = s_missedTcpLives.Find(0);
        if (missed.Exists) missed.Value++;
    }

    private static void Report(ref readonly SocketStateRecord e, ref readonly TcpLife life, TcpEventKind kind, ulong now)
    {
        using RingRecord<TcpEvent> record = s_tcp.Reserve();
        if (!record.Exists) return;

        ref TcpEvent tcp = ref record.Value;
        tcp.Time = now;
        tcp.Duration = now - life.Opened;
        tcp.Actor = life.Owner;
        tcp.Kind = kind;
        tcp.Reserved = 0;
        Endpoints.Read(in e, ref tcp.Endpoints);
        KernelPointer<TcpSocket> socket = e.skaddr.As<TcpSocket>();
        // The kernel counts the end of the stream as a byte; sent again is not sent more.
        ulong end = (e.skaddr.Value.__sk_common.skc_flags >> Socket.DoneBit) & 1;
        tcp.BytesReceived = socket.Value.bytes_received - end;
        tcp.BytesSent = socket.Value.bytes_sent - socket.Value.bytes_retrans;
        record.Submit(RingWakeup.Never);
    }
}
