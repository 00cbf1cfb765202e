namespace Waggle.Probes.Network;

/// <summary>States of a TCP socket, with the numbers of include/net/tcp_states.h.</summary>
internal static class TcpState
{
    public const int Established = 1;
    public const int SynSent = 2;
    public const int FinWait1 = 4;
    public const int Close = 7;
    public const int LastAck = 9;

    public const ushort Protocol = 6; // IPPROTO_TCP
}
