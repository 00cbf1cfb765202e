using Waggle.Bpf.Catalog;
using Waggle.Bpf.Maps;

namespace Waggle.CSharp;

/// <summary>A value for each inode, which goes away with it (Linux 5.10).</summary>
/// <typeparam name="T">Type of the value.</typeparam>
[MapKind(MapType.InodeStorage, Key = typeof(int), Entries = 0, Flags = MapFlags.NoPreallocation)]
public sealed class InodeStorage<T> where T : unmanaged
{
    private const ulong Create = 1; // BPF_LOCAL_STORAGE_GET_F_CREATE

    /// <summary>The value of a inode, if it has one.</summary>
    public MapValue<T> Find(KernelPointer<Inode> inode) => new(ref Get(this, inode, 0, 0));

    /// <summary>The value of a inode, made with zeros if it has none; does not exist only if there is no memory.</summary>
    public MapValue<T> FindOrCreate(KernelPointer<Inode> inode) => new(ref Get(this, inode, 0, Create));

    /// <summary>Removes the value of a inode.</summary>
    /// <returns>Whether it had one.</returns>
    public bool Remove(KernelPointer<Inode> inode) => Delete(this, inode) == 0;

    [Helper(145, Since = "5.10")]
    private static ref T Get(object map, KernelPointer<Inode> inode, ulong initial, ulong flags) =>
        ref BpfHost.At<T>(BpfHost.Current.Call(145, BpfHost.Current.AddressOf(map), inode.Address, initial, flags));

    [Helper(146, Since = "5.10")]
    private static long Delete(object map, KernelPointer<Inode> inode) =>
        (long)BpfHost.Current.Call(146, BpfHost.Current.AddressOf(map), inode.Address);
}
