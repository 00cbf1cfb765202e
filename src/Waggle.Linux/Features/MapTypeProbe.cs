using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Types;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Programs;

namespace Waggle.Linux.Features;

/// <summary>Creates the smallest map of each type.</summary>
internal static class MapTypeProbe
{
    private const uint NoPreallocation = 1; // BPF_F_NO_PREALLOC
    private const uint Mappable = 1 << 10;  // BPF_F_MMAPABLE

    private static readonly Row s_usual = new(MapType.Unspecified);

    // What differs from a key of 4 bytes, a value of 4 and one entry: the *_map_alloc_check functions in kernel/bpf/, Linux 6.18.
    private static readonly Row[] s_rows =
    [
        new(MapType.StackTrace, Value: 8),
        new(MapType.LpmTrie, Key: 8, Flags: NoPreallocation),
        new(MapType.ArrayOfMaps, HasInnerMap: true),
        new(MapType.HashOfMaps, HasInnerMap: true),
        new(MapType.CgroupStorageDeprecated, Key: 8, Entries: 0),
        new(MapType.PerCpuCgroupStorageDeprecated, Key: 8, Entries: 0),
        new(MapType.ReuseportSockArray, Value: 8),
        new(MapType.Queue, Key: 0),
        new(MapType.Stack, Key: 0),
        new(MapType.SkStorage, Entries: 0, Flags: NoPreallocation, HasTypes: true),
        new(MapType.InodeStorage, Entries: 0, Flags: NoPreallocation, HasTypes: true),
        new(MapType.TaskStorage, Entries: 0, Flags: NoPreallocation, HasTypes: true),
        new(MapType.CgroupStorage, Entries: 0, Flags: NoPreallocation, HasTypes: true),
        // bpf_struct_ops_map_alloc: type 1 is no struct of operations, so a kernel with the type says ENOTSUPP.
        new(MapType.StructOps, KernelValueType: 1, YesErrno: Errno.NotSupported),
        new(MapType.RingBuffer, Key: 0, Value: 0, IsPages: true),
        new(MapType.UserRingBuffer, Key: 0, Value: 0, IsPages: true),
        new(MapType.BloomFilter, Key: 0),
        new(MapType.Arena, Key: 0, Value: 0, Flags: Mappable),
    ];

    /// <summary>Answers for every type, in order of number.</summary>
    public static IReadOnlyList<Feature> Run(CancellationToken cancellationToken)
    {
        var answers = new List<Feature>();
        foreach (MapType type in Enum.GetValues<MapType>())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (type != MapType.Unspecified)
                answers.Add(Probe(s_rows.FirstOrDefault(r => r.Type == type) ?? s_usual with { Type = type }));
        }
        return answers;
    }

    private static Feature Probe(Row row)
    {
        string name = FeatureNames.SnakeCase(row.Type.ToString());
        var attr = new MapCreateAttr
        {
            map_type = (uint)row.Type,
            key_size = row.Key,
            value_size = row.Value,
            max_entries = row.IsPages ? (uint)Environment.SystemPageSize : row.Entries,
            map_flags = row.Flags,
            map_name = KernelName.From("waggle_probe"),
            btf_vmlinux_value_type_id = row.KernelValueType,
        };
        using SafeDescriptor? types = row.HasTypes ? LoadNumberType() : null;
        using SafeDescriptor.Lease typesLease = types is null ? default : types.Use();
        if (types is not null) (attr.btf_fd, attr.btf_key_type_id, attr.btf_value_type_id) = ((uint)typesLease.Number, 1, 1);

        var innerAttr = new MapCreateAttr { map_type = (uint)MapType.Array, key_size = 4, value_size = 4, max_entries = 1 };
        using SafeDescriptor? inner = row.HasInnerMap ? BpfCall.Open(BpfCommand.BPF_MAP_CREATE, ref innerAttr) : null;
        using SafeDescriptor.Lease innerLease = inner is null ? default : inner.Use();
        if (inner is not null) attr.inner_map_fd = (uint)innerLease.Number;

        using SafeDescriptor? map = BpfCall.Open(BpfCommand.BPF_MAP_CREATE, ref attr);
        if (map is not null) return new Feature(name, Availability.Yes, "a map was created");

        Errno error = Libc.LastError;
        return error == row.YesErrno && error != Errno.None
            ? new Feature(name, Availability.Yes, $"the kernel knows the type ({error.Name()} for an unfinished request)")
            : Verdict.FromError(name, KernelError.MapCreation(name, error));
    }

    private static SafeDescriptor? LoadNumberType()
    {
        var types = new BtfBuilder();
        types.Add(new BtfInt("int", 4, BtfIntEncoding.Signed));
        return BtfLoading.TryLoad(types.Build(), out _);
    }

    private sealed record Row(
        MapType Type, uint Key = 4, uint Value = 4, uint Entries = 1, uint Flags = 0, bool HasInnerMap = false, bool HasTypes = false,
        bool IsPages = false, uint KernelValueType = 0, Errno YesErrno = Errno.None);
}
