using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>AF_XDP sockets by index, usually one for each receive queue (Linux 4.18). User code puts them in.</summary>
[MapKind(MapType.XskMap, Key = typeof(uint), Value = typeof(uint), Entries = 64)]
public sealed class XskMap
{
    /// <summary>Sends the packet where an entry says, once the program returns what this returns (<c>bpf_redirect_map</c>, Linux 4.14). For XDP.</summary>
    /// <param name="key">Which entry.</param>
    /// <param name="otherwise">What to return if there is no such entry (Linux 5.3).</param>
    /// <returns><see cref="XdpAction.Redirect"/>, or <paramref name="otherwise"/>.</returns>
    public XdpAction Redirect(uint key, XdpAction otherwise = XdpAction.Aborted) => (XdpAction)(int)RedirectHelpers.RedirectMap(this, key, (ulong)otherwise);
}
