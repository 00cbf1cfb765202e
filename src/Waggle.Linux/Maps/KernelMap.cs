using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Machine;

namespace Waggle.Linux.Maps;

/// <summary>A map in the kernel, seen as bytes. <see cref="BpfMap{TKey,TValue}"/> and <see cref="PerCpuMap{TKey,TValue}"/> give it types.</summary>
/// <remarks>Thread-safe: each operation is one system call. Disposing closes the descriptor; the kernel frees the map when no
/// program uses it either.</remarks>
public sealed unsafe partial class KernelMap : LiveMap, IDescriptorOwner
{
    private KernelMap(MapSpec spec, SafeDescriptor descriptor) : base(spec, spec.Type.IsPerCpu() ? PossibleCpus.Count : 1)
    {
        Descriptor = descriptor;
        MapInfo info = ReadInfo(descriptor, this);
        (Id, MaxEntries) = (info.id, info.max_entries);
    }

    /// <summary>The kernel's number for it, which <c>bpftool map</c> shows.</summary>
    public uint Id { get; }

    SafeDescriptor IDescriptorOwner.Descriptor => Descriptor;

    internal SafeDescriptor Descriptor { get; }

    /// <summary>Creates a map, writes its initial value and freezes it, as the description says.</summary>
    /// <exception cref="BpfMapException">The kernel does not take these sizes or flags, or the initial value does not fit.</exception>
    /// <exception cref="BpfPermissionException">The process lacks CAP_BPF.</exception>
    /// <exception cref="BpfNotSupportedException">The kernel lacks this kind of map or bpf(2).</exception>
    public static KernelMap Create(MapSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Create(spec, typeDescriptor: null);
    }

    /// <summary>A map that exists already. Takes the descriptor over.</summary>
    internal static KernelMap FromDescriptor(MapSpec spec, SafeDescriptor descriptor) => new(spec, descriptor);

    internal static KernelMap Create(MapSpec spec, SafeDescriptor? typeDescriptor)
    {
        long room = spec.Type == MapType.Arena ? (long)spec.MaxEntries * Environment.SystemPageSize : spec.ValueSizeInBytes;
        if (spec.InitialValue?.Length > room)
            throw new BpfMapException("create a map", $"map '{spec}'", Errno.None,
                $"Its initial value has {spec.InitialValue.Length} bytes and its value {room}.");

        OperatingSystemGuard.ThrowIfNotLinux("create a map");
        SafeDescriptor descriptor = MapCreation.Open(spec, typeDescriptor);
        try
        {
            var map = new KernelMap(spec, descriptor);
            if (map.Type == MapType.Arena) map.FillArena();
            else map.WriteInitialValue();
            return map;
        }
        catch
        {
            descriptor.Dispose();
            throw;
        }
    }

    /// <summary>Opens a map that is in the kernel, by the number that the kernel gave it.</summary>
    /// <returns>The map, or null if no map has this number. Disposing it closes this descriptor only.</returns>
    /// <exception cref="BpfPermissionException">The process lacks CAP_SYS_ADMIN.</exception>
    public static KernelMap? TryOpen(uint id)
    {
        string name = $"map {id}";
        OperatingSystemGuard.ThrowIfNotLinux("open a map");
        var attr = new ObjectIdAttr { map_id = id };
        if (BpfCall.Open(BpfCommand.BPF_MAP_GET_FD_BY_ID, ref attr) is not { } descriptor)
        {
            Errno error = Libc.LastError;
            return error == Errno.NoEntry ? null : throw KernelError.Other("open a map", name, error, Capability.SysAdmin);
        }
        try
        {
            MapInfo info = ReadInfo(descriptor, name);
            var spec = new MapSpec(info.name.ToString(), (MapType)info.type)
            {
                KeySizeInBytes = (int)info.key_size,
                ValueSizeInBytes = (int)info.value_size,
                MaxEntries = info.max_entries,
                Flags = info.map_flags,
                Extra = info.map_extra,
            };
            return new KernelMap(spec, descriptor);
        }
        catch
        {
            descriptor.Dispose();
            throw;
        }
    }

    /// <summary>Reads what the kernel says of a map.</summary>
    /// <param name="descriptor">The map.</param>
    /// <param name="map">What errors call it, by its text.</param>
    internal static MapInfo ReadInfo(SafeDescriptor descriptor, object map)
    {
        MapInfo info = default;
        using SafeDescriptor.Lease lease = descriptor.Use();
        var attr = new ObjectInfoAttr { bpf_fd = lease.Number, info_len = (uint)sizeof(MapInfo), info = (ulong)&info };
        return BpfCall.Invoke(BpfCommand.BPF_OBJ_GET_INFO_BY_FD, ref attr) >= 0
            ? info
            : throw KernelError.Map("read what the kernel says of a map", $"{map}", Libc.LastError);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing)
    {
        base.Dispose(isDisposing);
        Descriptor.Dispose();
    }

    private void FillArena()
    {
        MapMemory memory = ShareMemory();
        if (Spec.InitialValue is { } initial) initial.CopyTo(new Span<byte>(memory.Address, initial.Length));
    }

    private void WriteInitialValue()
    {
        if (Spec.InitialValue is { } initial)
        {
            byte[] value = new byte[ValueBufferSizeInBytes]; // zeros behind a shorter initial value
            initial.CopyTo(value, 0);
            Update(stackalloc byte[KeySizeInBytes], value);
        }
        if (Spec.IsFrozen) Freeze();
    }
}
