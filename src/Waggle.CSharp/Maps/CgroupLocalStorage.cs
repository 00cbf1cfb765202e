using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>A value for each cgroup that the program is attached to, shared by all CPUs (Linux 4.19). For cgroup programs; <see cref="CgroupStorage{T}"/> is the newer form.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
[MapKind(MapType.CgroupStorageDeprecated, Key = typeof(CgroupAttachment), Entries = 0)]
public sealed class CgroupLocalStorage<T> where T : unmanaged
{
    /// <summary>The value, in place. It is always there.</summary>
    public ref T Value => ref GetLocalStorage(this, 0);

    [Helper(81, Since = "4.19")]
    private static ref T GetLocalStorage(object map, ulong flags) =>
        ref BpfHost.At<T>(BpfHost.Current.Call(81, BpfHost.Current.AddressOf(map), flags));
}
