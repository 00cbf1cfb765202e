using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

/// <content>Sockets and routes, for programs of the network: each asks for the packet or socket that the program handles.</content>
public static partial class Bpf
{
    private const ulong OwnNamespace = ulong.MaxValue; // BPF_F_CURRENT_NETNS

    /// <summary>Looks for the TCP socket of a connection, or the one that listens (<c>bpf_sk_lookup_tcp</c>, Linux 4.20). What is found must be
    /// given back: keep it in a <c>using</c> variable.</summary>
    /// <param name="addresses">The connection.</param>
    public static FoundSocket FindTcpSocket(scoped in SocketTuple addresses) =>
        new(ref LookupTcp(ref ProgramContext.Current, in Unsafe.As<SocketTuple, byte>(ref Unsafe.AsRef(in addresses)), (uint)Unsafe.SizeOf<SocketTuple>(), OwnNamespace, 0));

    /// <summary>Looks for a UDP socket (<c>bpf_sk_lookup_udp</c>, Linux 4.20). What is found must be given back: keep it in a <c>using</c> variable.</summary>
    /// <param name="addresses">Who sends to whom.</param>
    public static FoundSocket FindUdpSocket(scoped in SocketTuple addresses) =>
        new(ref LookupUdp(ref ProgramContext.Current, in Unsafe.As<SocketTuple, byte>(ref Unsafe.AsRef(in addresses)), (uint)Unsafe.SizeOf<SocketTuple>(), OwnNamespace, 0));

    /// <summary>Looks for the TCP socket of a connection in any state, one that opens or waits for its end included
    /// (<c>bpf_skc_lookup_tcp</c>, Linux 5.2). What is found must be given back: keep it in a <c>using</c> variable.</summary>
    /// <param name="addresses">The connection.</param>
    public static FoundSocket FindAnyTcpSocket(scoped in SocketTuple addresses) =>
        new(ref LookupAnyTcp(ref ProgramContext.Current, in Unsafe.As<SocketTuple, byte>(ref Unsafe.AsRef(in addresses)), (uint)Unsafe.SizeOf<SocketTuple>(), OwnNamespace, 0));

    /// <summary>Asks the routing table where a packet goes (<c>bpf_fib_lookup</c>, Linux 4.18). For XDP and traffic control. GPL only.</summary>
    /// <param name="route">The question, and the answer.</param>
    /// <param name="flags">1: without rules; 2: as if the packet left this machine; 4: without neighbours; 8: by the table in the question; 16: with the source address.</param>
    /// <returns>0 if the answer is complete; a positive number says what is missing (<c>BPF_FIB_LKUP_RET_*</c>); or a negative errno.</returns>
    public static long FindRoute(ref RouteQuery route, uint flags = 0) =>
        FibLookup(ref ProgramContext.Current, ref route, (uint)Unsafe.SizeOf<RouteQuery>(), flags);

    /// <summary>Whether the packet fits the largest size of an interface (<c>bpf_check_mtu</c>, Linux 5.12). For XDP and traffic control. GPL only.</summary>
    /// <param name="interfaceIndex">Which interface; 0 for the packet's own.</param>
    /// <param name="size">In: bytes from the network header on, or 0 for the packet's; out: the interface's largest.</param>
    /// <param name="change">Bytes that will be added or taken away.</param>
    /// <param name="flags">1 to look at each segment.</param>
    /// <returns>0 if it fits, 1 if it is too long, 2 if its segments are; or a negative errno.</returns>
    public static long CheckSize(uint interfaceIndex, ref uint size, int change = 0, ulong flags = 0) =>
        CheckMtu(ref ProgramContext.Current, interfaceIndex, ref size, change, flags);

    /// <summary>Sets an option of the socket that the program handles (<c>bpf_setsockopt</c>, Linux 4.13). For
    /// <see cref="SocketOperationsAttribute"/> and <see cref="CgroupAddressAttribute"/>.</summary>
    /// <param name="level">Such as 1 for SOL_SOCKET.</param>
    /// <param name="name">Number of the option in its level.</param>
    /// <param name="value">The value.</param>
    /// <returns>0, or a negative errno.</returns>
    public static long SetSocketOption<T>(int level, int name, scoped in T value) where T : unmanaged =>
        SetOption(ref ProgramContext.Current, level, name, in Unsafe.As<T, byte>(ref Unsafe.AsRef(in value)), (uint)Unsafe.SizeOf<T>());

    /// <summary>Asks for an option of the socket that the program handles (<c>bpf_getsockopt</c>, Linux 4.15).</summary>
    /// <param name="level">Such as 1 for SOL_SOCKET.</param>
    /// <param name="name">Number of the option in its level.</param>
    /// <param name="value">The value.</param>
    /// <returns>0, or a negative errno.</returns>
    public static long GetSocketOption<T>(int level, int name, ref T value) where T : unmanaged =>
        GetOption(ref ProgramContext.Current, level, name, ref Unsafe.As<T, byte>(ref value), (uint)Unsafe.SizeOf<T>());

    /// <summary>A number for the socket that the program handles, unique while the machine runs (<c>bpf_get_socket_cookie</c>, Linux 4.12).</summary>
    public static ulong SocketCookie => CookieOfSocket(ref ProgramContext.Current);

    [Helper(162, Since = "5.11")]
    private static KernelPointer<byte> SocketOf(KernelPointer<byte> file) => new(BpfHost.Current.Call(162, file.Address));

    /// <summary>The socket behind an open file (<c>bpf_sock_from_file</c>, Linux 5.11). For typed tracing programs.</summary>
    /// <returns>A <c>struct socket</c>; null if the file is none.</returns>
    public static KernelPointer<TSocket> SocketOfFile<TFile, TSocket>(KernelPointer<TFile> file) where TFile : unmanaged where TSocket : unmanaged =>
        Unsafe.BitCast<KernelPointer<byte>, KernelPointer<TSocket>>(SocketOf(Unsafe.BitCast<KernelPointer<TFile>, KernelPointer<byte>>(file)));

    [Helper(84, Since = "4.20")]
    private static ref SocketContext LookupTcp(ref byte context, ref readonly byte addresses, uint size, ulong space, ulong flags) =>
        ref BpfHost.At<SocketContext>(BpfHost.Current.Call(84, BpfHost.Address(in context), BpfHost.Address(in addresses), size, space, flags));

    [Helper(85, Since = "4.20")]
    private static ref SocketContext LookupUdp(ref byte context, ref readonly byte addresses, uint size, ulong space, ulong flags) =>
        ref BpfHost.At<SocketContext>(BpfHost.Current.Call(85, BpfHost.Address(in context), BpfHost.Address(in addresses), size, space, flags));

    [Helper(99, Since = "5.2")]
    private static ref SocketContext LookupAnyTcp(ref byte context, ref readonly byte addresses, uint size, ulong space, ulong flags) =>
        ref BpfHost.At<SocketContext>(BpfHost.Current.Call(99, BpfHost.Address(in context), BpfHost.Address(in addresses), size, space, flags));

    [Helper(69, Since = "4.18")]
    private static long FibLookup(ref byte context, ref RouteQuery route, uint size, uint flags) =>
        (long)BpfHost.Current.Call(69, BpfHost.Address(in context), BpfHost.Address(in route), size, flags);

    [Helper(163, Since = "5.12")]
    private static long CheckMtu(ref byte context, uint interfaceIndex, ref uint size, int change, ulong flags) =>
        (long)BpfHost.Current.Call(163, BpfHost.Address(in context), interfaceIndex, BpfHost.Address(in size), (ulong)change, flags);

    [Helper(49, Since = "4.13")]
    private static long SetOption(ref byte context, int level, int name, ref readonly byte value, uint size) =>
        (long)BpfHost.Current.Call(49, BpfHost.Address(in context), (ulong)level, (ulong)name, BpfHost.Address(in value), size);

    [Helper(57, Since = "4.15")]
    private static long GetOption(ref byte context, int level, int name, ref byte value, uint size) =>
        (long)BpfHost.Current.Call(57, BpfHost.Address(in context), (ulong)level, (ulong)name, BpfHost.Address(in value), size);

    [Helper(46, Since = "4.12")]
    private static ulong CookieOfSocket(ref byte context) => BpfHost.Current.Call(46, BpfHost.Address(in context));
}
