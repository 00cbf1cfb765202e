using Waggle.Bpf.Catalog;
using Waggle.Bpf.Maps;

namespace Waggle.CSharp;

/// <summary>A value for each cgroup, which goes away with it (Linux 6.2).</summary>
/// <typeparam name="T">Type of the value.</typeparam>
[MapKind(MapType.CgroupStorage, Key = typeof(int), Entries = 0, Flags = MapFlags.NoPreallocation)]
public sealed class CgroupStorage<T> where T : unmanaged
{
    private const ulong Create = 1; // BPF_LOCAL_STORAGE_GET_F_CREATE

    /// <summary>The value of a cgroup, if it has one.</summary>
    public MapValue<T> Find(KernelPointer<Cgroup> cgroup) => new(ref Get(this, cgroup, 0, 0));

    /// <summary>The value of a cgroup, made with zeros if it has none; does not exist only if there is no memory.</summary>
    public MapValue<T> FindOrCreate(KernelPointer<Cgroup> cgroup) => new(ref Get(this, cgroup, 0, Create));

    /// <summary>Removes the value of a cgroup.</summary>
    /// <returns>Whether it had one.</returns>
    public bool Remove(KernelPointer<Cgroup> cgroup) => Delete(this, cgroup) == 0;

    [Helper(210, Since = "6.2")]
    private static ref T Get(object map, KernelPointer<Cgroup> cgroup, ulong initial, ulong flags) =>
        ref BpfHost.At<T>(BpfHost.Current.Call(210, BpfHost.Current.AddressOf(map), cgroup.Address, initial, flags));

    [Helper(211, Since = "6.2")]
    private static long Delete(object map, KernelPointer<Cgroup> cgroup) =>
        (long)BpfHost.Current.Call(211, BpfHost.Current.AddressOf(map), cgroup.Address);
}
