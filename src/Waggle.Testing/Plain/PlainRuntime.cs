using System.Collections.Immutable;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Testing.Worlds;
using Waggle.Vm;
using Waggle.Vm.Execution;
using Waggle.Vm.Maps;

namespace Waggle.Testing.Plain;

/// <summary>What the programs of one object share when they run as plain C#.</summary>
internal sealed class PlainRuntime : IDisposable
{
    internal PlainRuntime(VmEngine engine, TestWorld world, BpfObject obj, ImmutableArray<Type> classes, VmMap[] maps, IReadOnlyDictionary<string, string> missingMaps)
    {
        (Engine, Maps) = (engine, maps);
        Globals = new GlobalFields(classes, maps.ToDictionary(m => m.Name, m => (LiveMap)m), obj.Btf);
        Host = new PlainHost(world, new MapFields(classes), maps, missingMaps);
        RunContext = new RunContext { Host = world, Callbacks = engine.Callbacks, Packet = new PacketBuffer { IsLow = true } };
    }

    /// <summary>The engine that has the maps and helpers.</summary>
    internal VmEngine Engine { get; }

    internal VmMap[] Maps { get; }

    internal GlobalFields Globals { get; }

    internal PlainHost Host { get; }

    internal RunContext RunContext { get; }

    public void Dispose()
    {
        RunContext.Dispose();
        Host.Dispose();
    }
}
