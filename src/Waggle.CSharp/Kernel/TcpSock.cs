namespace Waggle.CSharp;

/// <summary>A TCP socket, <c>struct tcp_sock</c>: the fields that most programs want. Declare your own for others.</summary>
[KernelType("tcp_sock")]
public struct TcpSock
{
#pragma warning disable CS0649, CA1051, IDE1006, CS1591 // the kernel's fields, the kernel's names
    public uint snd_cwnd;
    public uint srtt_us;
    public uint total_retrans;
    public ulong bytes_received;
    public ulong bytes_acked;
#pragma warning restore CS0649, CA1051, IDE1006, CS1591
}
