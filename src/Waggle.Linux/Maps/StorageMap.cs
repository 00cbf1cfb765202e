using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;

namespace Waggle.Linux.Maps;

/// <summary>A value for each kernel object: socket, inode, task or cgroup. It goes when the object goes.</summary>
/// <typeparam name="TValue">Value, laid out as the program lays it out.</typeparam>
/// <remarks>A view: it does not own the map. User space names an object by a descriptor: of the socket, of a file with the inode, of
/// the process (<see cref="StorageOwner.OpenProcess"/>), of the cgroup's directory. Created with <see cref="MapFlags.NoPreallocation"/>,
/// a key of 4 bytes and no entries. Thread-safe; each operation is one system call and allocates nothing. Values can't be listed.
/// Sockets since Linux 5.2, inodes 5.10, tasks 5.11, cgroups 6.2. Rules from <c>kernel/bpf/bpf_local_storage.c</c>.</remarks>
public sealed unsafe class StorageMap<TValue> where TValue : unmanaged
{
    /// <summary>Looks at a map through types.</summary>
    /// <exception cref="BpfMapException">The map is no storage, or its values have another size.</exception>
    public StorageMap(KernelMap map)
    {
        MapView.CheckKind(map, "A StorageMap", MapType.SkStorage, MapType.InodeStorage, MapType.TaskStorage, MapType.CgroupStorage);
        MapView.CheckValueSize<TValue>(map);
        Map = map;
    }

    /// <summary>The map.</summary>
    public KernelMap Map { get; }

    /// <summary>Reads an object's value.</summary>
    /// <returns>Whether it has one.</returns>
    /// <exception cref="BpfException">The descriptor is of no such object.</exception>
    public bool TryGet(SafeHandle owner, out TValue value)
    {
        using var use = new OwnerLease(owner);
        int descriptor = use.Number;
        Unsafe.SkipInit(out value);
        fixed (TValue* pointer = &value)
        {
            if (Map.TryLookup(&descriptor, pointer)) return true;
        }
        value = default;
        return false;
    }

    /// <summary>Writes an object's value.</summary>
    /// <exception cref="BpfException">The descriptor is of no such object, or the mode forbids it.</exception>
    public void Set(SafeHandle owner, in TValue value, UpdateMode mode = UpdateMode.AddOrReplace)
    {
        using var use = new OwnerLease(owner);
        int descriptor = use.Number;
        fixed (TValue* pointer = &value)
        {
            Errno error = Map.Update(&descriptor, pointer, (ulong)mode);
            if (error != Errno.None) throw Map.UpdateError(error);
        }
    }

    /// <summary>Removes an object's value.</summary>
    /// <returns>Whether it had one.</returns>
    /// <exception cref="BpfException">The descriptor is of no such object.</exception>
    public bool Remove(SafeHandle owner)
    {
        using var use = new OwnerLease(owner);
        int descriptor = use.Number;
        return Map.TryDelete(&descriptor);
    }

    // Keeps the number from naming somebody else's file while the kernel reads it.
    private readonly ref struct OwnerLease
    {
        private readonly SafeHandle _owner;

        public OwnerLease(SafeHandle owner)
        {
            ArgumentNullException.ThrowIfNull(owner);
            bool isAdded = false;
            owner.DangerousAddRef(ref isAdded);
            _owner = owner;
        }

        public int Number => (int)_owner.DangerousGetHandle();

        public void Dispose() => _owner.DangerousRelease();
    }
}
