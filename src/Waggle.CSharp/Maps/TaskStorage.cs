using Waggle.Bpf.Catalog;
using Waggle.Bpf.Maps;

namespace Waggle.CSharp;

/// <summary>A value for each task, which goes away with it (Linux 5.11).</summary>
/// <typeparam name="T">Type of the value.</typeparam>
[MapKind(MapType.TaskStorage, Key = typeof(int), Entries = 0, Flags = MapFlags.NoPreallocation)]
public sealed class TaskStorage<T> where T : unmanaged
{
    private const ulong Create = 1; // BPF_LOCAL_STORAGE_GET_F_CREATE

    /// <summary>The value of a task, if it has one.</summary>
    public MapValue<T> Find(KernelPointer<TaskStruct> task) => new(ref Get(this, task, 0, 0));

    /// <summary>The value of a task, made with zeros if it has none; does not exist only if there is no memory.</summary>
    public MapValue<T> FindOrCreate(KernelPointer<TaskStruct> task) => new(ref Get(this, task, 0, Create));

    /// <summary>Removes the value of a task.</summary>
    /// <returns>Whether it had one.</returns>
    public bool Remove(KernelPointer<TaskStruct> task) => Delete(this, task) == 0;

    [Helper(156, Since = "5.11")]
    private static ref T Get(object map, KernelPointer<TaskStruct> task, ulong initial, ulong flags) =>
        ref BpfHost.At<T>(BpfHost.Current.Call(156, BpfHost.Current.AddressOf(map), task.Address, initial, flags));

    [Helper(157, Since = "5.11")]
    private static long Delete(object map, KernelPointer<TaskStruct> task) =>
        (long)BpfHost.Current.Call(157, BpfHost.Current.AddressOf(map), task.Address);
}
