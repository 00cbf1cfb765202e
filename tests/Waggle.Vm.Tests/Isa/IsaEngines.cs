using System.Collections.Immutable;

namespace Waggle.Vm.Tests.Isa;

/// <summary>The engines that every case runs in.</summary>
internal static class IsaEngines
{
    public static ImmutableArray<IsaEngine> All { get; } =
    [
        new VmIsaEngine(VmExecution.Interpreter, isChecked: true),
        new VmIsaEngine(VmExecution.Interpreter, isChecked: false),
        new VmIsaEngine(VmExecution.Interpreter, isChecked: true, isFused: true),
        new VmIsaEngine(VmExecution.Interpreter, isChecked: false, isFused: true),
        new VmIsaEngine(VmExecution.Jit, isChecked: true),
        new VmIsaEngine(VmExecution.Jit, isChecked: false),
    ];

    public static IsaEngine Named(string name) => All.Single(engine => engine.Name == name);
}
