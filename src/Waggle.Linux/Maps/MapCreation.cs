using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Machine;

namespace Waggle.Linux.Maps;

/// <summary><c>BPF_MAP_CREATE</c>, with what older kernels need.</summary>
internal static class MapCreation
{
    /// <summary>Creates the map, with the types of its key and value where the kernel takes them.</summary>
    public static SafeDescriptor Open(MapSpec spec, SafeDescriptor? types)
    {
        var attr = new MapCreateAttr
        {
            map_type = (uint)spec.Type,
            key_size = (uint)spec.KeySizeInBytes,
            value_size = (uint)spec.ValueSizeInBytes,
            max_entries = EntriesOf(spec),
            map_flags = spec.Flags,
            numa_node = spec.NumaNode,
            map_name = KernelName.From(spec.KernelName ?? spec.Name),
            map_extra = spec.Extra,
        };
        // The kernel copies the inner map's description when it creates the outer one, so that the template may go at once.
        using SafeDescriptor? template = spec.InnerMap is { } inner ? OpenTemplate(spec, inner, types) : null;
        using SafeDescriptor.Lease templateLease = template is null ? default : template.Use();
        if (template is not null) attr.inner_map_fd = (uint)templateLease.Number;

        // Types only make bpftool's dumps readable, so a kernel that refuses these ones gets the map without.
        if (types is not null && spec.ValueTypeId != 0 && TakesBtf(spec.Type))
        {
            using SafeDescriptor.Lease lease = types.Use();
            MapCreateAttr typed = attr;
            (typed.btf_fd, typed.btf_key_type_id, typed.btf_value_type_id) = ((uint)lease.Number, (uint)spec.KeyTypeId, (uint)spec.ValueTypeId);
            if (BpfCall.Open(BpfCommand.BPF_MAP_CREATE, ref typed) is { } withTypes) return withTypes;
        }
        // Storage wants types; where the description has none, a key of int and a value of bytes do.
        using SafeDescriptor? plain = spec.Type.IsStorage() ? StorageTypes.TryLoad(spec.ValueSizeInBytes) : null;
        using SafeDescriptor.Lease plainLease = plain is null ? default : plain.Use();
        if (plain is not null)
            (attr.btf_fd, attr.btf_key_type_id, attr.btf_value_type_id) = ((uint)plainLease.Number, StorageTypes.KeyId, StorageTypes.ValueId);
        return TryOpen(ref attr, out Errno error) ?? throw KernelError.MapCreation($"map '{spec.Name}' ({spec.Type}, key {spec.KeySizeInBytes}, "
            + $"value {spec.ValueSizeInBytes}, {spec.MaxEntries} entries)", error);
    }

    /// <summary>Creates the map of a struct of operations, whose value is a struct of the kernel (Linux 5.6).</summary>
    /// <param name="spec">The map, its value's size the kernel's.</param>
    /// <param name="types">The object's types in the kernel: it wants some, and reads the value by its own.</param>
    /// <param name="valueTypeId">The value's type in the kernel's BTF.</param>
    public static SafeDescriptor OpenStructOps(MapSpec spec, SafeDescriptor? types, int valueTypeId)
    {
        const uint Link = 1 << 13; // BPF_F_LINK
        using SafeDescriptor.Lease lease = types is null ? default : types.Use();
        var attr = new MapCreateAttr
        {
            map_type = (uint)spec.Type,
            key_size = (uint)spec.KeySizeInBytes,
            value_size = (uint)spec.ValueSizeInBytes,
            max_entries = spec.MaxEntries,
            map_flags = spec.Flags | (spec.StructOps!.IsLink ? Link : 0),
            map_name = KernelName.From(spec.KernelName ?? spec.Name),
            btf_vmlinux_value_type_id = (uint)valueTypeId,
            btf_fd = types is null ? 0 : (uint)lease.Number,
        };
        string what = $"map '{spec.Name}' ({spec.Type} {spec.StructOps.TypeName})";
        if (TryOpen(ref attr, out Errno error) is { } map) return map;
        if (spec.StructOps.IsLink && error == Errno.Invalid)
        {
            attr.map_flags = spec.Flags;
            using SafeDescriptor? withoutLink = TryOpen(ref attr, out _);
            if (withoutLink is not null)
                throw new BpfNotSupportedException("create a map", what, error,
                    $"Linux {KernelRelease.Text} registers operations by the map, and has no links for them (since 6.4): put it into section .struct_ops.");
        }
        throw KernelError.MapCreation(what, error);
    }

    /// <summary>Number of entries: a perf event array that does not say has one for each CPU, as with libbpf.</summary>
    internal static uint EntriesOf(MapSpec spec) =>
        spec is { Type: MapType.PerfEventArray, MaxEntries: 0 } ? (uint)PossibleCpus.Count : spec.MaxEntries;

    private static SafeDescriptor OpenTemplate(MapSpec outer, MapSpec inner, SafeDescriptor? types) => inner.InnerMap is null
        ? Open(inner, types)
        : throw new BpfMapException("create a map", $"map '{outer.Name}' ({outer.Type})", Errno.None,
            $"Its inner map '{inner.Name}' is a map of maps too, and the kernel takes one level only.");

    private static SafeDescriptor? TryOpen(ref MapCreateAttr attr, out Errno error)
    {
        SafeDescriptor? map = BpfCall.Open(BpfCommand.BPF_MAP_CREATE, ref attr);
        error = map is null ? Libc.LastError : Errno.None;
        // Before 5.11 a map beyond RLIMIT_MEMLOCK is refused with EPERM.
        if (error == Errno.NotPermitted && MemoryLockLimit.TryRaise())
        {
            map = BpfCall.Open(BpfCommand.BPF_MAP_CREATE, ref attr);
            error = map is null ? Libc.LastError : Errno.None;
        }
        return map;
    }

    // All types but those for which libbpf tells the kernel none either (bpf_object__create_map). A kernel that refuses them is asked again without.
    private static bool TakesBtf(MapType type) => type is not
        (MapType.PerfEventArray or MapType.CgroupArray or MapType.StackTrace or MapType.ArrayOfMaps or MapType.HashOfMaps
        or MapType.DevMap or MapType.DevMapHash or MapType.CpuMap or MapType.XskMap or MapType.SockMap or MapType.SockHash
        or MapType.Queue or MapType.Stack or MapType.Arena);
}
