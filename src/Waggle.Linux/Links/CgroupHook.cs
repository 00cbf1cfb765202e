namespace Waggle.Linux.Links;

/// <summary>Hooks of a cgroup v2, with the numbers of <c>enum bpf_attach_type</c> (include/uapi/linux/bpf.h, Linux 6.18).</summary>
public enum CgroupHook
{
    /// <summary>Packets that its sockets receive (4.10).</summary>
    SkbIngress = 0,

    /// <summary>Packets that its sockets send (4.10).</summary>
    SkbEgress = 1,

    /// <summary>A socket is created (4.10).</summary>
    SocketCreate = 2,

    /// <summary>Stages of its TCP connections (4.13).</summary>
    SocketOperations = 3,

    /// <summary>A device file is opened or made (4.15).</summary>
    Device = 6,

    /// <summary>bind(2) of an IPv4 socket (4.17).</summary>
    Bind4 = 8,

    /// <summary>bind(2) of an IPv6 socket (4.17).</summary>
    Bind6 = 9,

    /// <summary>connect(2) of an IPv4 socket (4.17).</summary>
    Connect4 = 10,

    /// <summary>connect(2) of an IPv6 socket (4.17).</summary>
    Connect6 = 11,

    /// <summary>An IPv4 socket was bound (4.17).</summary>
    PostBind4 = 12,

    /// <summary>An IPv6 socket was bound (4.17).</summary>
    PostBind6 = 13,

    /// <summary>sendmsg(2) to an address of an IPv4 UDP socket (4.18).</summary>
    SendMessage4 = 14,

    /// <summary>sendmsg(2) to an address of an IPv6 UDP socket (4.18).</summary>
    SendMessage6 = 15,

    /// <summary>A file below /proc/sys is read or written (5.2).</summary>
    Sysctl = 18,

    /// <summary>recvmsg(2) of an IPv4 UDP socket (5.2).</summary>
    ReceiveMessage4 = 19,

    /// <summary>recvmsg(2) of an IPv6 UDP socket (5.2).</summary>
    ReceiveMessage6 = 20,

    /// <summary>getsockopt(2) (5.3).</summary>
    GetSocketOption = 21,

    /// <summary>setsockopt(2) (5.3).</summary>
    SetSocketOption = 22,

    /// <summary>getpeername(2) of an IPv4 socket (5.8).</summary>
    GetPeerName4 = 29,

    /// <summary>getpeername(2) of an IPv6 socket (5.8).</summary>
    GetPeerName6 = 30,

    /// <summary>getsockname(2) of an IPv4 socket (5.8).</summary>
    GetSocketName4 = 31,

    /// <summary>getsockname(2) of an IPv6 socket (5.8).</summary>
    GetSocketName6 = 32,

    /// <summary>A socket is closed (5.9).</summary>
    SocketRelease = 34,

    /// <summary>A security hook, for processes of the cgroup (6.0).</summary>
    Security = 43,

    /// <summary>connect(2) of a Unix socket (6.7).</summary>
    ConnectUnix = 49,

    /// <summary>sendmsg(2) of a Unix datagram socket (6.7).</summary>
    SendMessageUnix = 50,

    /// <summary>recvmsg(2) of a Unix datagram socket (6.7).</summary>
    ReceiveMessageUnix = 51,

    /// <summary>getpeername(2) of a Unix socket (6.7).</summary>
    GetPeerNameUnix = 52,

    /// <summary>getsockname(2) of a Unix socket (6.7).</summary>
    GetSocketNameUnix = 53,
}
