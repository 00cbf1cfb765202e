namespace Waggle.Verifier.Code;

/// <summary>What can be read of sockets (<c>bpf_sock_is_valid_access</c> and its kin in net/core/filter.c).</summary>
internal static class SocketFields
{
    // Offsets in struct bpf_sock, include/uapi/linux/bpf.h.
    private const int Family = 4, Protocol = 12, SourceIPv4 = 24, SourcePort = 44, DestinationPort = 48, DestinationIPv4 = 52, State = 72, QueueMapping = 76, SocketSize = 80;
    private const int TcpBytesReceived = 80, TcpBytesAcked = 88, TcpSize = 112; // struct bpf_tcp_sock
    private const int XdpSocketSize = 4; // struct bpf_xdp_sock

    public static bool IsSocket(int offset, int size)
    {
        if (offset < 0 || offset >= SocketSize || offset % size != 0) return false;
        return offset switch
        {
            DestinationPort or DestinationPort + 1 => IsPort(offset, size),
            >= DestinationPort + 2 and < DestinationIPv4 => false,
            >= SourceIPv4 and < SourcePort or >= DestinationIPv4 and < State => size is 1 or 2 or 4, // addresses, in parts too
            >= Family and < Protocol + 4 or >= SourcePort and < SourcePort + 4 or >= State and < QueueMapping + 4 => size is 1 or 2 or 4 && (offset % 4 == 0 || size == 4),
            _ => size == 4,
        };
    }

    public static bool IsSocketCommon(int offset, int size) =>
        offset is >= Family and < Family + 4 or >= SourceIPv4 and < QueueMapping && !(offset is >= 8 and < SourceIPv4) && IsSocket(offset, size);

    public static bool IsTcpSocket(int offset, int size) =>
        offset >= 0 && offset < TcpSize && offset % size == 0 && size == (offset is TcpBytesReceived or TcpBytesAcked ? 8 : 4);

    public static bool IsXdpSocket(int offset, int size) => offset >= 0 && offset + size <= XdpSocketSize && size == 4;

    private static bool IsPort(int offset, int size) => size == 2 && offset == DestinationPort || size == 1 || size == 4 && offset == DestinationPort;
}
