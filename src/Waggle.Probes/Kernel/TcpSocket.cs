namespace Waggle.Probes.Kernel;

using Waggle.CSharp;

/// <summary>A TCP socket, <c>struct tcp_sock</c>; it starts with a <c>sock</c>.</summary>
[KernelType("tcp_sock")]
internal struct TcpSocket
{
#pragma warning disable CS0649, IDE1006 // the kernel's fields, the kernel's names
    public ulong bytes_received;
    public ulong bytes_sent;
    public ulong bytes_retrans;
#pragma warning restore CS0649, IDE1006
}
