using System.Collections.Immutable;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Types;
using Waggle.Vm.Execution;
using Waggle.Vm.Maps;

namespace Waggle.Vm;

/// <summary>Programs and maps that live in this process.</summary>
/// <remarks>Thread-safe, apart from disposal.</remarks>
public sealed class VmObject : LiveObject
{
    private readonly CallbackQueue _callbacks;
    private readonly ImmutableArray<VmMap> _callingMaps;

    internal VmObject(CallbackQueue callbacks, IReadOnlyDictionary<string, VmProgram> programs, IReadOnlyDictionary<string, VmMap> maps, Btf? types)
        : base(programs.Values, maps.Values, types)
    {
        (Programs, _callbacks) = (programs, callbacks);
        _callingMaps = [.. maps.Values.Where(m => m.Layout.HasCallbacks)];
    }

    /// <summary>Programs by name.</summary>
    public IReadOnlyDictionary<string, VmProgram> Programs { get; }

    /// <inheritdoc/>
    protected override void Detach()
    {
        foreach (VmMap map in _callingMaps) _callbacks.Release(map);
    }
}
