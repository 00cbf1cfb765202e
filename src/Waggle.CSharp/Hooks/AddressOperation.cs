namespace Waggle.CSharp;

/// <summary>A system call that names an address.</summary>
public enum AddressOperation
{
    /// <summary>bind(2) with an IPv4 address (4.17).</summary>
    Bind4,

    /// <summary>bind(2) with an IPv6 address (4.17).</summary>
    Bind6,

    /// <summary>connect(2) to an IPv4 address (4.17).</summary>
    Connect4,

    /// <summary>connect(2) to an IPv6 address (4.17).</summary>
    Connect6,

    /// <summary>connect(2) to a Unix socket (6.7).</summary>
    ConnectUnix,

    /// <summary>sendmsg(2) to an IPv4 address by UDP (4.18).</summary>
    Send4,

    /// <summary>sendmsg(2) to an IPv6 address by UDP (4.18).</summary>
    Send6,

    /// <summary>sendmsg(2) to a Unix socket (6.7).</summary>
    SendUnix,

    /// <summary>recvmsg(2) from an IPv4 address by UDP (5.2).</summary>
    Receive4,

    /// <summary>recvmsg(2) from an IPv6 address by UDP (5.2).</summary>
    Receive6,

    /// <summary>recvmsg(2) from a Unix socket (6.7).</summary>
    ReceiveUnix,

    /// <summary>getpeername(2) of an IPv4 socket (5.8).</summary>
    PeerName4,

    /// <summary>getpeername(2) of an IPv6 socket (5.8).</summary>
    PeerName6,

    /// <summary>getpeername(2) of a Unix socket (6.7).</summary>
    PeerNameUnix,

    /// <summary>getsockname(2) of an IPv4 socket (5.8).</summary>
    SocketName4,

    /// <summary>getsockname(2) of an IPv6 socket (5.8).</summary>
    SocketName6,

    /// <summary>getsockname(2) of a Unix socket (6.7).</summary>
    SocketNameUnix,
}
