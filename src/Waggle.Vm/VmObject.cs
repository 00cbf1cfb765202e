using Waggle.Bpf.Engines;
using Waggle.Bpf.Types;
using Waggle.Vm.Maps;

namespace Waggle.Vm;

/// <summary>Programs and maps that live in this process.</summary>
/// <remarks>Thread-safe, apart from disposal.</remarks>
public sealed class VmObject : LiveObject
{
    internal VmObject(IReadOnlyDictionary<string, VmProgram> programs, IReadOnlyDictionary<string, VmMap> maps, Btf? types)
        : base(programs.Values, maps.Values, types) =>
        Programs = programs;

    /// <summary>Programs by name.</summary>
    public IReadOnlyDictionary<string, VmProgram> Programs { get; }
}
