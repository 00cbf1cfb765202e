namespace Waggle.CSharp;

/// <summary>A TCP congestion control: <c>struct tcp_congestion_ops</c> (Linux 5.6, as a link 6.4). Connections pick it by its name with the socket
/// option TCP_CONGESTION, or by the sysctl net.ipv4.tcp_congestion_control.</summary>
/// <remarks>What runs for one connection never runs twice at once. <see cref="TcpReno"/> has the kernel's own classic answers.</remarks>
[StructOps("tcp_congestion_ops", IsLink = true)]
public interface ITcpCongestionControl
{
    /// <summary>The name it is picked by: at most 15 bytes, letters, digits, '_' and '.'.</summary>
    [Operation("name", Size = 16)]
    static abstract string Name { get; }

    /// <summary><c>TCP_CONG_*</c>: 1 not restricted, 2 needs ECN.</summary>
    [Operation("flags")]
    static virtual uint Flags => 0;

    /// <summary>The slow start threshold after a loss, in segments.</summary>
    [Operation("ssthresh")]
    static abstract uint SlowStartThreshold(KernelPointer<TcpSock> socket);

    /// <summary>Adapts the congestion window when an acknowledgement came.</summary>
    /// <param name="socket">The connection.</param>
    /// <param name="acknowledgement">The sequence number that it acknowledges.</param>
    /// <param name="segments">How many segments it acknowledges.</param>
    [Operation("cong_avoid")]
    static abstract void OnAcknowledged(KernelPointer<TcpSock> socket, uint acknowledgement, uint segments);

    /// <summary>The congestion window after a loss that was none, in segments.</summary>
    [Operation("undo_cwnd")]
    static abstract uint UndoWindow(KernelPointer<TcpSock> socket);

    /// <summary>A connection picked it.</summary>
    [Operation("init")]
    static virtual void OnStart(KernelPointer<TcpSock> socket)
    {
    }

    /// <summary>A connection ends, or picks another one.</summary>
    [Operation("release")]
    static virtual void OnEnd(KernelPointer<TcpSock> socket)
    {
    }

    /// <summary>The connection goes into another state of loss recovery.</summary>
    /// <param name="socket">The connection.</param>
    /// <param name="state"><c>TCP_CA_*</c>: 0 open, 1 disorder, 2 reduced window, 3 recovery, 4 loss.</param>
    [Operation("set_state")]
    static virtual void OnState(KernelPointer<TcpSock> socket, byte state)
    {
    }

    /// <summary>Something happened to the window.</summary>
    /// <param name="socket">The connection.</param>
    /// <param name="happening"><c>CA_EVENT_*</c>: 0 first transmission, 1 restart, 2 recovery is complete, 3 loss timeout, …</param>
    [Operation("cwnd_event")]
    static virtual void OnWindow(KernelPointer<TcpSock> socket, uint happening)
    {
    }
}
