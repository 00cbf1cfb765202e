using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

/// <content>What a program does at a moment of a connection.</content>
public partial struct TcpContext
{
    /// <summary>Says which moments are reported from now on (<c>bpf_sock_ops_cb_flags_set</c>, Linux 4.16).</summary>
    /// <returns>Whether the kernel knows them all.</returns>
    public bool TrySetCallbacks(TcpCallbacks callbacks) => SetCallbacks((int)callbacks) == 0;

    /// <summary>Looks for an option of the TCP header at hand (<c>bpf_load_hdr_opt</c>, Linux 5.10).</summary>
    /// <param name="option">In: the option's number in the first byte, and zeros; out: the option.</param>
    /// <param name="flags">1 to look in the SYN.</param>
    /// <returns>Bytes of the option, or a negative errno.</returns>
    public long LoadOption<T>(ref T option, ulong flags = 0) where T : unmanaged =>
        LoadHeaderOption(ref Unsafe.As<T, byte>(ref option), (uint)Unsafe.SizeOf<T>(), flags);

    /// <summary>Writes an option, at <see cref="TcpMoment.WriteOptions"/> (<c>bpf_store_hdr_opt</c>, Linux 5.10).</summary>
    /// <param name="option">The option: number, length, and the rest.</param>
    /// <returns>0, or a negative errno.</returns>
    public long StoreOption<T>(scoped in T option) where T : unmanaged =>
        StoreHeaderOption(in Unsafe.As<T, byte>(ref Unsafe.AsRef(in option)), (uint)Unsafe.SizeOf<T>(), 0);

    /// <summary>Makes room for options, at <see cref="TcpMoment.OptionLength"/> (<c>bpf_reserve_hdr_opt</c>, Linux 5.10).</summary>
    /// <param name="size">Bytes.</param>
    /// <param name="flags">0.</param>
    /// <returns>0, or a negative errno.</returns>
    [Helper(144, Since = "5.10")]
    public long ReserveOption(uint size, ulong flags = 0) => (long)BpfHost.Current.Call(144, BpfHost.Address(in this), size, flags);

    /// <summary>A number for the socket, unique while the machine runs (<c>bpf_get_socket_cookie</c>, Linux 4.12).</summary>
    [Helper(46, Since = "4.12")]
    public ulong SocketCookie() => BpfHost.Current.Call(46, BpfHost.Address(in this));

    [Helper(59, Since = "4.16")]
    private long SetCallbacks(int callbacks) => (long)BpfHost.Current.Call(59, BpfHost.Address(in this), (ulong)callbacks);

    [Helper(142, Since = "5.10")]
    private long LoadHeaderOption(ref byte option, uint size, ulong flags) =>
        (long)BpfHost.Current.Call(142, BpfHost.Address(in this), BpfHost.Address(in option), size, flags);

    [Helper(143, Since = "5.10")]
    private long StoreHeaderOption(ref readonly byte option, uint size, ulong flags) =>
        (long)BpfHost.Current.Call(143, BpfHost.Address(in this), BpfHost.Address(in option), size, flags);
}
