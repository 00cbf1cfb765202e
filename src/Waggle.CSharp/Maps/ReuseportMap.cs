using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>Sockets that share a port, by index (Linux 4.19). User code puts them in.</summary>
[MapKind(MapType.ReuseportSockArray, Key = typeof(uint), Value = typeof(ulong), Entries = 64)]
public sealed class ReuseportMap
{
    /// <summary>Chooses the socket that gets the packet (<c>bpf_sk_select_reuseport</c>, Linux 4.19). For <see cref="ReuseportAttribute"/>.</summary>
    /// <returns>Whether there is such a socket and it belongs to the group.</returns>
    public bool TrySelect(uint index) => SelectReuseport(ref ProgramContext.Current, this, in index, 0) == 0;

    [Helper(82, Since = "4.19")]
    private static long SelectReuseport(ref byte context, object map, ref readonly uint index, ulong flags) =>
        (long)BpfHost.Current.Call(82, BpfHost.Address(in context), BpfHost.Current.AddressOf(map), BpfHost.Address(in index), flags);
}
