using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Vm.Cpus;

namespace Waggle.Vm.Maps;

/// <summary>An array of maps.</summary>
/// <remarks>array_of_maps in kernel/bpf/arraymap.c, kernel/bpf/map_in_map.c.</remarks>
internal sealed unsafe class MapArray(MapSpec spec, VirtualCpus cpus, ValueLayout layout) : ReferenceArray<VmMap>(spec, cpus, layout)
{
    private readonly VmMap _template = InnerMaps.MakeTemplate(spec, cpus);

    public static Errno CheckMapArray(MapSpec spec)
    {
        Errno error = CheckReferences(spec);
        return error == Errno.None ? InnerMaps.CheckTemplate(spec) : error;
    }

    public override VmMap? LookupInner(byte* key) => At(*(uint*)key);

    public override bool IsLike(VmMap template) => false;

    /// <inheritdoc/>
    public override LiveMap? TryOpenInner(uint id) => MapDirectory.Find(id);

    protected override VmMap? Accept(object target, out Errno error) => InnerMaps.Accept(_template, Cpus, target, out error);

    protected override uint? NumberOf(VmMap item) => item.Id;
}
