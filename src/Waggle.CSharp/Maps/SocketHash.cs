using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>Sockets by key (Linux 4.18). What they send and receive can be seen and redirected.</summary>
/// <typeparam name="TKey">Key: compared byte by byte, so it must have no padding.</typeparam>
[MapKind(MapType.SockHash, Value = typeof(ulong))]
public sealed class SocketHash<TKey> where TKey : unmanaged
{
    /// <summary>Puts the socket of a <see cref="SocketOperationsAttribute"/> program in (<c>bpf_sock_hash_update</c>, Linux 4.18).</summary>
    /// <returns>0, or a negative errno.</returns>
    public long Add(scoped in TKey key) => UpdateHash(ref ProgramContext.Current, this, in key, MapHelpers.Any);

    /// <summary>Sends a message on by a socket of the map (<c>bpf_msg_redirect_hash</c>, Linux 4.18). For <see cref="SocketMessageAttribute"/>.</summary>
    /// <param name="key">Which socket.</param>
    /// <param name="toReceiver">Whether it arrives at that socket, not leaves by it.</param>
    public SocketVerdict RedirectMessage(scoped in TKey key, bool toReceiver = false) =>
        (SocketVerdict)(int)MessageRedirect(ref ProgramContext.Current, this, in key, toReceiver ? 1UL : 0UL);

    /// <summary>Sends received data on by a socket of the map (<c>bpf_sk_redirect_hash</c>, Linux 4.18). For <see cref="SocketStreamAttribute"/>.</summary>
    /// <param name="key">Which socket.</param>
    /// <param name="toReceiver">Whether it arrives at that socket, not leaves by it.</param>
    public SocketVerdict RedirectStream(scoped in TKey key, bool toReceiver = false) =>
        (SocketVerdict)(int)StreamRedirect(ref ProgramContext.Current, this, in key, toReceiver ? 1UL : 0UL);

    [Helper(70, Since = "4.18")]
    private static long UpdateHash(ref byte context, object map, scoped ref readonly TKey key, ulong flags) =>
        (long)BpfHost.Current.Call(70, BpfHost.Address(in context), BpfHost.Current.AddressOf(map), BpfHost.Address(in key), flags);

    [Helper(71, Since = "4.18")]
    private static long MessageRedirect(ref byte context, object map, scoped ref readonly TKey key, ulong flags) =>
        (long)BpfHost.Current.Call(71, BpfHost.Address(in context), BpfHost.Current.AddressOf(map), BpfHost.Address(in key), flags);

    [Helper(72, Since = "4.18")]
    private static long StreamRedirect(ref byte context, object map, scoped ref readonly TKey key, ulong flags) =>
        (long)BpfHost.Current.Call(72, BpfHost.Address(in context), BpfHost.Current.AddressOf(map), BpfHost.Address(in key), flags);
}
