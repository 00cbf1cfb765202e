using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Vm.Cpus;

namespace Waggle.Vm.Maps;

/// <summary>Which maps may stand in a map of maps: those that are like its template (bpf_map_meta_alloc, bpf_map_fd_get_ptr).</summary>
internal static class InnerMaps
{
    public static Errno CheckTemplate(MapSpec outer) => outer.InnerMap switch
    {
        null => Errno.BadDescriptor,
        { Type: MapType.ArrayOfMaps or MapType.HashOfMaps } => Errno.Invalid,
        { Type: MapType.ProgramArray or MapType.StructOps or MapType.CgroupStorageDeprecated or MapType.PerCpuCgroupStorageDeprecated } => Errno.NotSupported,
        { } inner => VmMap.Check(inner),
    };

    public static VmMap MakeTemplate(MapSpec outer, VirtualCpus cpus) => VmMap.Create(outer.InnerMap!, cpus);

    /// <summary>The map, if it may stand in; otherwise null and why not.</summary>
    public static VmMap? Accept(VmMap template, VirtualCpus cpus, object target, out Errno error)
    {
        var map = target as VmMap;
        error = map is null || map.Cpus != cpus ? Errno.BadDescriptor : map.IsLike(template) ? Errno.None : Errno.Invalid;
        return error == Errno.None ? map : null;
    }
}
