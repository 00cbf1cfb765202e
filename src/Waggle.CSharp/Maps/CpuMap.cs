using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>CPUs to go on with packets on (Linux 4.15). User code puts them in.</summary>
[MapKind(MapType.CpuMap, Key = typeof(uint), Value = typeof(CpuEntry), Entries = 64)]
public sealed class CpuMap
{
    /// <summary>Sends the packet where an entry says, once the program returns what this returns (<c>bpf_redirect_map</c>, Linux 4.14). For XDP.</summary>
    /// <param name="key">Which entry.</param>
    /// <param name="otherwise">What to return if there is no such entry (Linux 5.3).</param>
    /// <returns><see cref="XdpAction.Redirect"/>, or <paramref name="otherwise"/>.</returns>
    public XdpAction Redirect(uint key, XdpAction otherwise = XdpAction.Aborted) => (XdpAction)(int)RedirectHelpers.RedirectMap(this, key, (ulong)otherwise);
}
