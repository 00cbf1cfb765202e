using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

/// <content>Sockets by their exact type: null where a socket is of another one.</content>
public static partial class Bpf
{
    [Helper(136, Since = "5.9")]
    private static KernelPointer<byte> ToTcp6(KernelPointer<byte> socket) => new(BpfHost.Current.Call(136, socket.Address));

    [Helper(137, Since = "5.9")]
    private static KernelPointer<TcpSock> ToTcp(KernelPointer<byte> socket) => new(BpfHost.Current.Call(137, socket.Address));

    [Helper(138, Since = "5.9")]
    private static KernelPointer<byte> ToTimeWait(KernelPointer<byte> socket) => new(BpfHost.Current.Call(138, socket.Address));

    [Helper(139, Since = "5.9")]
    private static KernelPointer<byte> ToRequest(KernelPointer<byte> socket) => new(BpfHost.Current.Call(139, socket.Address));

    [Helper(140, Since = "5.9")]
    private static KernelPointer<byte> ToUdp6(KernelPointer<byte> socket) => new(BpfHost.Current.Call(140, socket.Address));

    [Helper(178, Since = "5.16")]
    private static KernelPointer<byte> ToUnix(KernelPointer<byte> socket) => new(BpfHost.Current.Call(178, socket.Address));

    /// <summary>A socket as <c>struct tcp_sock</c> (<c>bpf_skc_to_tcp_sock</c>, Linux 5.9).</summary>
    public static KernelPointer<TcpSock> AsTcp<T>(KernelPointer<T> socket) where T : unmanaged => ToTcp(Unsafe.BitCast<KernelPointer<T>, KernelPointer<byte>>(socket));

    /// <summary>A socket as <c>struct tcp6_sock</c> (<c>bpf_skc_to_tcp6_sock</c>, Linux 5.9).</summary>
    public static KernelPointer<TResult> AsTcp6<T, TResult>(KernelPointer<T> socket) where T : unmanaged where TResult : unmanaged =>
        Unsafe.BitCast<KernelPointer<byte>, KernelPointer<TResult>>(ToTcp6(Unsafe.BitCast<KernelPointer<T>, KernelPointer<byte>>(socket)));

    /// <summary>A socket as <c>struct tcp_timewait_sock</c> (<c>bpf_skc_to_tcp_timewait_sock</c>, Linux 5.9).</summary>
    public static KernelPointer<TResult> AsTimeWait<T, TResult>(KernelPointer<T> socket) where T : unmanaged where TResult : unmanaged =>
        Unsafe.BitCast<KernelPointer<byte>, KernelPointer<TResult>>(ToTimeWait(Unsafe.BitCast<KernelPointer<T>, KernelPointer<byte>>(socket)));

    /// <summary>A socket as <c>struct tcp_request_sock</c> (<c>bpf_skc_to_tcp_request_sock</c>, Linux 5.9).</summary>
    public static KernelPointer<TResult> AsTcpRequest<T, TResult>(KernelPointer<T> socket) where T : unmanaged where TResult : unmanaged =>
        Unsafe.BitCast<KernelPointer<byte>, KernelPointer<TResult>>(ToRequest(Unsafe.BitCast<KernelPointer<T>, KernelPointer<byte>>(socket)));

    /// <summary>A socket as <c>struct udp6_sock</c> (<c>bpf_skc_to_udp6_sock</c>, Linux 5.9).</summary>
    public static KernelPointer<TResult> AsUdp6<T, TResult>(KernelPointer<T> socket) where T : unmanaged where TResult : unmanaged =>
        Unsafe.BitCast<KernelPointer<byte>, KernelPointer<TResult>>(ToUdp6(Unsafe.BitCast<KernelPointer<T>, KernelPointer<byte>>(socket)));

    /// <summary>A socket as <c>struct unix_sock</c> (<c>bpf_skc_to_unix_sock</c>, Linux 5.16).</summary>
    public static KernelPointer<TResult> AsUnix<T, TResult>(KernelPointer<T> socket) where T : unmanaged where TResult : unmanaged =>
        Unsafe.BitCast<KernelPointer<byte>, KernelPointer<TResult>>(ToUnix(Unsafe.BitCast<KernelPointer<T>, KernelPointer<byte>>(socket)));
}
