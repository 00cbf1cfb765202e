using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

public static partial class Bpf
{
    /// <summary>Sends the packet to another interface once the program returns what this returns (<c>bpf_redirect</c>, Linux 4.4).</summary>
    /// <param name="interfaceIndex">Which one.</param>
    /// <param name="flags">0: it leaves there; 1: it arrives there (traffic control only).</param>
    /// <returns><see cref="XdpAction.Redirect"/> or <see cref="TcAction.Redirect"/>; another action if that can't be.</returns>
    [Helper(23, Since = "4.4")]
    public static long Redirect(uint interfaceIndex, ulong flags = 0) => (long)BpfHost.Current.Call(23, interfaceIndex, flags);

    /// <summary>Hands the packet to the other end of a veth or netkit pair at once, in its network namespace. For traffic control ingress
    /// (<c>bpf_redirect_peer</c>, Linux 5.10).</summary>
    /// <returns><see cref="TcAction.Redirect"/>, or <see cref="TcAction.Drop"/>.</returns>
    [Helper(155, Since = "5.10")]
    public static long RedirectPeer(uint interfaceIndex, ulong flags = 0) => (long)BpfHost.Current.Call(155, interfaceIndex, flags);

    [Helper(152, Since = "5.10")]
    private static long RedirectNeighbor(uint interfaceIndex, ref readonly NextHop hop, uint size, ulong flags) =>
        (long)BpfHost.Current.Call(152, interfaceIndex, BpfHost.Address(in hop), size, flags);

    /// <summary>Sends the packet to another interface and lets the kernel find the neighbour's link address (<c>bpf_redirect_neigh</c>,
    /// Linux 5.10). For traffic control.</summary>
    /// <returns><see cref="TcAction.Redirect"/>, or <see cref="TcAction.Drop"/>.</returns>
    public static long RedirectToNeighbor(uint interfaceIndex, scoped in NextHop hop) =>
        RedirectNeighbor(interfaceIndex, in hop, (uint)Unsafe.SizeOf<NextHop>(), 0);

    [Helper(28, Since = "4.6")]
    private static long ChecksumDifference(ref readonly byte from, uint fromSize, ref readonly byte to, uint toSize, ulong seed) =>
        (long)BpfHost.Current.Call(28, BpfHost.Address(in from), fromSize, BpfHost.Address(in to), toSize, seed);

    /// <summary>The sum to fold into an Internet checksum when bytes change (<c>bpf_csum_diff</c>, Linux 4.6).</summary>
    /// <param name="from">What was there: a struct with a multiple of 4 bytes.</param>
    /// <param name="to">What is there now: the same.</param>
    /// <param name="seed">The sum so far.</param>
    /// <returns>The sum, or a negative errno.</returns>
    public static long ChecksumDifference<TFrom, TTo>(scoped in TFrom from, scoped in TTo to, uint seed = 0) where TFrom : unmanaged where TTo : unmanaged =>
        ChecksumDifference(in Unsafe.As<TFrom, byte>(ref Unsafe.AsRef(in from)), (uint)Unsafe.SizeOf<TFrom>(),
            in Unsafe.As<TTo, byte>(ref Unsafe.AsRef(in to)), (uint)Unsafe.SizeOf<TTo>(), seed);

    /// <summary>What the system call will say, as programs of the cgroup before this one left it: 0 or a negative errno
    /// (<c>bpf_get_retval</c>, Linux 5.18).</summary>
    [Helper(186, Since = "5.18")]
    public static int CgroupResult() => (int)BpfHost.Current.Call(186);

    /// <summary>Sets what the system call says if it is refused (<c>bpf_set_retval</c>, Linux 5.18).</summary>
    /// <param name="result">A negative errno.</param>
    /// <returns>0, or a negative errno.</returns>
    [Helper(187, Since = "5.18")]
    public static long SetCgroupResult(int result) => (long)BpfHost.Current.Call(187, (ulong)result);

    /// <summary>Makes the sequence number of an answer to a SYN that keeps no state (<c>bpf_tcp_raw_gen_syncookie_ipv4</c>, Linux 6.0).
    /// GPL only.</summary>
    /// <returns>The cookie in the low 32 bits and the segment size above them, or a negative errno.</returns>
    [Helper(204, Since = "6.0")]
    public static long MakeSynCookie(ref IPv4 ip, ref Tcp tcp, uint tcpLength) =>
        (long)BpfHost.Current.Call(204, BpfHost.Address(in ip), BpfHost.Address(in tcp), tcpLength);

    /// <summary>The same for IPv6 (<c>bpf_tcp_raw_gen_syncookie_ipv6</c>, Linux 6.0). GPL only.</summary>
    /// <returns>The cookie in the low 32 bits and the segment size above them, or a negative errno.</returns>
    [Helper(205, Since = "6.0")]
    public static long MakeSynCookie(ref IPv6 ip, ref Tcp tcp, uint tcpLength) =>
        (long)BpfHost.Current.Call(205, BpfHost.Address(in ip), BpfHost.Address(in tcp), tcpLength);

    /// <summary>Whether an acknowledgement answers such a number (<c>bpf_tcp_raw_check_syncookie_ipv4</c>, Linux 6.0). GPL only.</summary>
    /// <returns>0 if it does, or a negative errno.</returns>
    [Helper(206, Since = "6.0")]
    public static long CheckSynCookie(ref IPv4 ip, ref Tcp tcp) =>
        (long)BpfHost.Current.Call(206, BpfHost.Address(in ip), BpfHost.Address(in tcp));

    /// <summary>The same for IPv6 (<c>bpf_tcp_raw_check_syncookie_ipv6</c>, Linux 6.0). GPL only.</summary>
    /// <returns>0 if it does, or a negative errno.</returns>
    [Helper(207, Since = "6.0")]
    public static long CheckSynCookie(ref IPv6 ip, ref Tcp tcp) =>
        (long)BpfHost.Current.Call(207, BpfHost.Address(in ip), BpfHost.Address(in tcp));

    /// <summary>Sends an acknowledgement. For congestion control in struct_ops (<c>bpf_tcp_send_ack</c>, Linux 5.6).</summary>
    /// <returns>0, or a negative errno.</returns>
    [Helper(116, Since = "5.6")]
    public static long SendAcknowledgement(KernelPointer<TcpSock> socket, uint receiveNext) =>
        (long)BpfHost.Current.Call(116, socket.Address, receiveNext);

    [Helper(122, Since = "5.7")]
    private static ulong NetworkNamespaceCookie(ref byte context) => BpfHost.Current.Call(122, BpfHost.Address(in context));

    /// <summary>A number for the network namespace of the socket or packet that the program handles, unique while the machine runs
    /// (<c>bpf_get_netns_cookie</c>, Linux 5.7).</summary>
    public static ulong NetworkNamespace => NetworkNamespaceCookie(ref ProgramContext.Current);
}
