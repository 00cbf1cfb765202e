using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

/// <content>What a program does with an address.</content>
public partial struct SocketAddress
{
    /// <summary>Binds the socket before it is connected (<c>bpf_bind</c>, Linux 4.17). At <see cref="AddressOperation.Connect4"/> and
    /// <see cref="AddressOperation.Connect6"/>.</summary>
    /// <param name="address">A <c>sockaddr_in</c> or <c>sockaddr_in6</c>, its port 0 or, since Linux 5.8, any.</param>
    /// <returns>0, or a negative errno.</returns>
    public long Bind<T>(scoped in T address) where T : unmanaged =>
        BindSocket(in Unsafe.As<T, byte>(ref Unsafe.AsRef(in address)), (uint)Unsafe.SizeOf<T>());

    /// <summary>A number for the socket, unique while the machine runs (<c>bpf_get_socket_cookie</c>, Linux 4.12).</summary>
    [Helper(46, Since = "4.12")]
    public ulong SocketCookie() => BpfHost.Current.Call(46, BpfHost.Address(in this));

    [Helper(64, Since = "4.17")]
    private long BindSocket(ref readonly byte address, uint size) =>
        (long)BpfHost.Current.Call(64, BpfHost.Address(in this), BpfHost.Address(in address), size);
}
