namespace Waggle.CSharp;

/// <summary>The kernel's classic congestion control, for members of <see cref="ITcpCongestionControl"/> (Linux 5.13).</summary>
public static class TcpReno
{
    /// <summary>Half of the window, at least 2 (<c>tcp_reno_ssthresh</c>).</summary>
    [KernelFunction("tcp_reno_ssthresh", Since = "5.13")]
    public static uint SlowStartThreshold(KernelPointer<TcpSock> socket) => throw OutsideOfBpf.Call();

    /// <summary>Slow start, then one segment more each round trip (<c>tcp_reno_cong_avoid</c>).</summary>
    [KernelFunction("tcp_reno_cong_avoid", Since = "5.13")]
    public static void OnAcknowledged(KernelPointer<TcpSock> socket, uint acknowledgement, uint segments) => throw OutsideOfBpf.Call();

    /// <summary>The larger of the window and the one before the loss (<c>tcp_reno_undo_cwnd</c>).</summary>
    [KernelFunction("tcp_reno_undo_cwnd", Since = "5.13")]
    public static uint UndoWindow(KernelPointer<TcpSock> socket) => throw OutsideOfBpf.Call();
}
