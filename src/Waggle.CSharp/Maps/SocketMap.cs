using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>Sockets by index (Linux 4.14). What they send and receive can be seen and redirected.</summary>
[MapKind(MapType.SockMap, Key = typeof(uint), Value = typeof(ulong), Entries = 64)]
public sealed class SocketMap
{
    /// <summary>Puts the socket of a <see cref="SocketOperationsAttribute"/> program in (<c>bpf_sock_map_update</c>, Linux 4.14).</summary>
    /// <returns>0, or a negative errno.</returns>
    public long Add(uint index) => UpdateMap(ref ProgramContext.Current, this, in index, MapHelpers.Any);

    /// <summary>Sends a message on by a socket of the map (<c>bpf_msg_redirect_map</c>, Linux 4.17). For <see cref="SocketMessageAttribute"/>.</summary>
    /// <param name="index">Which socket.</param>
    /// <param name="toReceiver">Whether it arrives at that socket, not leaves by it.</param>
    public SocketVerdict RedirectMessage(uint index, bool toReceiver = false) =>
        (SocketVerdict)(int)MessageRedirect(ref ProgramContext.Current, this, index, toReceiver ? 1UL : 0UL);

    /// <summary>Sends received data on by a socket of the map (<c>bpf_sk_redirect_map</c>, Linux 4.14). For <see cref="SocketStreamAttribute"/>.</summary>
    /// <param name="index">Which socket.</param>
    /// <param name="toReceiver">Whether it arrives at that socket, not leaves by it.</param>
    public SocketVerdict RedirectStream(uint index, bool toReceiver = false) =>
        (SocketVerdict)(int)StreamRedirect(ref ProgramContext.Current, this, index, toReceiver ? 1UL : 0UL);

    /// <summary>Hands the packet, or the lookup, to a socket of the map (<c>bpf_sk_assign</c>, Linux 5.7). For
    /// <see cref="SocketLookupAttribute"/> and traffic control.</summary>
    /// <returns>Whether there is such a socket and it could be chosen.</returns>
    public bool TryAssign(uint index)
    {
        using var socket = new FoundSocket(ref MapHelpers.Lookup<uint, SocketContext>(this, in index));
        return socket.Exists && socket.Reference.Assign() == 0;
    }

    [Helper(53, Since = "4.14")]
    private static long UpdateMap(ref byte context, object map, ref readonly uint index, ulong flags) =>
        (long)BpfHost.Current.Call(53, BpfHost.Address(in context), BpfHost.Current.AddressOf(map), BpfHost.Address(in index), flags);

    [Helper(60, Since = "4.17")]
    private static long MessageRedirect(ref byte context, object map, uint index, ulong flags) =>
        (long)BpfHost.Current.Call(60, BpfHost.Address(in context), BpfHost.Current.AddressOf(map), index, flags);

    [Helper(52, Since = "4.14")]
    private static long StreamRedirect(ref byte context, object map, uint index, ulong flags) =>
        (long)BpfHost.Current.Call(52, BpfHost.Address(in context), BpfHost.Current.AddressOf(map), index, flags);
}
