using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

/// <content>What can be asked of a socket.</content>
public readonly ref partial struct SocketReference
{
    /// <summary>The socket if it is a full one, whose every field can be read; else none (<c>bpf_sk_fullsock</c>, Linux 5.1).</summary>
    public SocketReference Full => new(ref FullSocket(ref _socket));

    /// <summary>The socket that listens for connections such as this one; else none (<c>bpf_get_listener_sock</c>, Linux 5.1).</summary>
    public SocketReference Listener => new(ref ListenerSocket(ref _socket));

    /// <summary>The numbers of a TCP connection; they may not exist (<c>bpf_tcp_sock</c>, Linux 5.1).</summary>
    public TcpReference Tcp => new(ref TcpSocket(ref _socket));

    /// <summary>Id of the cgroup that the socket belongs to (<c>bpf_sk_cgroup_id</c>, Linux 5.8).</summary>
    public ulong CgroupId => CgroupOf(ref _socket);

    /// <summary>Id of an ancestor of that cgroup (<c>bpf_sk_ancestor_cgroup_id</c>, Linux 5.8).</summary>
    /// <param name="level">Below the root, which is level 0.</param>
    public ulong CgroupAncestorId(int level) => CgroupAncestorOf(ref _socket, level);

    /// <summary>Sets an option (<c>bpf_setsockopt</c>, Linux 4.13; of a socket at hand since 5.15). For <see cref="CgroupSocketOptionAttribute"/>.</summary>
    /// <returns>0, or a negative errno.</returns>
    public long SetOption<T>(int level, int name, scoped in T value) where T : unmanaged =>
        SetSocketOption(ref _socket, level, name, in Unsafe.As<T, byte>(ref Unsafe.AsRef(in value)), (uint)Unsafe.SizeOf<T>());

    /// <summary>Asks for an option (<c>bpf_getsockopt</c>, Linux 4.15; of a socket at hand since 5.15). For <see cref="CgroupSocketOptionAttribute"/>.</summary>
    /// <returns>0, or a negative errno.</returns>
    public long GetOption<T>(int level, int name, ref T value) where T : unmanaged =>
        GetSocketOption(ref _socket, level, name, ref Unsafe.As<T, byte>(ref value), (uint)Unsafe.SizeOf<T>());

    /// <summary>Hands the packet, or the lookup, to this socket (<c>bpf_sk_assign</c>, Linux 5.7). For traffic control at ingress and
    /// <see cref="SocketLookupAttribute"/>.</summary>
    /// <param name="flags">For lookups: 1 to replace a choice made before, 2 to keep a reuseport group from choosing.</param>
    /// <returns>0, or a negative errno.</returns>
    public long Assign(ulong flags = 0) => AssignSocket(ref ProgramContext.Current, ref _socket, flags);

    /// <summary>Whether an acknowledgement answers a SYN cookie of this listening socket (<c>bpf_tcp_check_syncookie</c>, Linux 5.2). GPL only.</summary>
    /// <returns>0 if it does, or a negative errno.</returns>
    public long CheckSynCookie<TIp>(ref TIp ip, ref Waggle.CSharp.Tcp tcp) where TIp : unmanaged => CheckCookie(
        ref _socket, ref Unsafe.As<TIp, byte>(ref ip), (uint)Unsafe.SizeOf<TIp>(), ref tcp, (uint)Unsafe.SizeOf<Waggle.CSharp.Tcp>());

    /// <summary>Makes a SYN cookie of this listening socket (<c>bpf_tcp_gen_syncookie</c>, Linux 5.4). GPL only.</summary>
    /// <returns>The cookie in the low 32 bits and the segment size above them, or a negative errno.</returns>
    public long MakeSynCookie<TIp>(ref TIp ip, ref Waggle.CSharp.Tcp tcp, uint tcpLength) where TIp : unmanaged => MakeCookie(
        ref _socket, ref Unsafe.As<TIp, byte>(ref ip), (uint)Unsafe.SizeOf<TIp>(), ref tcp, tcpLength);

    /// <summary>The socket as <c>struct mptcp_sock</c>; null if it is none (<c>bpf_skc_to_mptcp_sock</c>, Linux 5.19).</summary>
    public KernelPointer<T> AsMultipath<T>() where T : unmanaged => Unsafe.BitCast<KernelPointer<byte>, KernelPointer<T>>(ToMultipath(ref _socket));

    [Helper(196, Since = "5.19")]
    private static KernelPointer<byte> ToMultipath(ref SocketContext socket) => new(BpfHost.Current.Call(196, BpfHost.Address(in socket)));

    [Helper(95, Since = "5.1")]
    private static ref SocketContext FullSocket(ref SocketContext socket) =>
        ref BpfHost.At<SocketContext>(BpfHost.Current.Call(95, BpfHost.Address(in socket)));

    [Helper(98, Since = "5.1")]
    private static ref SocketContext ListenerSocket(ref SocketContext socket) =>
        ref BpfHost.At<SocketContext>(BpfHost.Current.Call(98, BpfHost.Address(in socket)));

    [Helper(96, Since = "5.1")]
    private static ref TcpNumbers TcpSocket(ref SocketContext socket) =>
        ref BpfHost.At<TcpNumbers>(BpfHost.Current.Call(96, BpfHost.Address(in socket)));

    [Helper(128, Since = "5.8")]
    private static ulong CgroupOf(ref SocketContext socket) => BpfHost.Current.Call(128, BpfHost.Address(in socket));

    [Helper(129, Since = "5.8")]
    private static ulong CgroupAncestorOf(ref SocketContext socket, int level) =>
        BpfHost.Current.Call(129, BpfHost.Address(in socket), (ulong)level);

    [Helper(49, Since = "4.13")]
    private static long SetSocketOption(ref SocketContext socket, int level, int name, ref readonly byte value, uint size) =>
        (long)BpfHost.Current.Call(49, BpfHost.Address(in socket), (ulong)level, (ulong)name, BpfHost.Address(in value), size);

    [Helper(57, Since = "4.15")]
    private static long GetSocketOption(ref SocketContext socket, int level, int name, ref byte value, uint size) =>
        (long)BpfHost.Current.Call(57, BpfHost.Address(in socket), (ulong)level, (ulong)name, BpfHost.Address(in value), size);

    [Helper(124, Since = "5.7")]
    private static long AssignSocket(ref byte context, ref SocketContext socket, ulong flags) =>
        (long)BpfHost.Current.Call(124, BpfHost.Address(in context), BpfHost.Address(in socket), flags);

    [Helper(100, Since = "5.2")]
    private static long CheckCookie(ref SocketContext socket, ref byte ip, uint ipSize, ref Waggle.CSharp.Tcp tcp, uint tcpSize) =>
        (long)BpfHost.Current.Call(100, BpfHost.Address(in socket), BpfHost.Address(in ip), ipSize, BpfHost.Address(in tcp), tcpSize);

    [Helper(110, Since = "5.4")]
    private static long MakeCookie(ref SocketContext socket, ref byte ip, uint ipSize, ref Waggle.CSharp.Tcp tcp, uint tcpSize) =>
        (long)BpfHost.Current.Call(110, BpfHost.Address(in socket), BpfHost.Address(in ip), ipSize, BpfHost.Address(in tcp), tcpSize);
}
