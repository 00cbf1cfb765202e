using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>Network interfaces by any 32-bit key, such as their own index (Linux 5.4). User code puts them in.</summary>
[MapKind(MapType.DevMapHash, Key = typeof(uint), Value = typeof(DeviceEntry), Entries = 64)]
public sealed class DeviceHash
{
    /// <summary>Sends the packet where an entry says, once the program returns what this returns (<c>bpf_redirect_map</c>, Linux 4.14). For XDP.</summary>
    /// <param name="key">Which entry.</param>
    /// <param name="otherwise">What to return if there is no such entry (Linux 5.3).</param>
    /// <returns><see cref="XdpAction.Redirect"/>, or <paramref name="otherwise"/>.</returns>
    public XdpAction Redirect(uint key, XdpAction otherwise = XdpAction.Aborted) => (XdpAction)(int)RedirectHelpers.RedirectMap(this, key, (ulong)otherwise);

    /// <summary>Sends the packet to all interfaces of the map (<c>bpf_redirect_map</c> with <c>BPF_F_BROADCAST</c>, Linux 5.14).</summary>
    /// <param name="exceptOwn">Whether the one that it came by is left out.</param>
    public XdpAction Broadcast(bool exceptOwn = true) => (XdpAction)(int)RedirectHelpers.RedirectMap(this, 0, exceptOwn ? 24UL : 8UL);
}
