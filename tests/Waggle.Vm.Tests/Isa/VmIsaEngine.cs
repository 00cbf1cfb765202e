using System.Collections.Immutable;
using Waggle.Bpf.Instructions;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Tests.Isa;

/// <summary>The embedded engine, in one of its ways to run a program.</summary>
/// <param name="execution">How programs are executed.</param>
/// <param name="isChecked">Whether each access is checked.</param>
/// <param name="isFused">Whether the interpreter runs instructions that often follow each other as one.</param>
internal sealed class VmIsaEngine(VmExecution execution, bool isChecked, bool isFused = false) : IsaEngine
{
    private readonly VmOptions _options = new() { Execution = execution, CpuCount = 1, TrustsAll = !isChecked, RunsBeforeFusing = isFused ? 1 : int.MaxValue };

    public override string Name => $"{(isChecked ? "checked" : "unchecked")} {(execution == VmExecution.Jit ? "JIT" : "interpreter")}{(isFused ? ", fused" : "")}";

    public override bool IsChecked => isChecked;

    public override bool HasPackets => true;

    public override IsaOutcome Run(ImmutableArray<Instruction> program, ReadOnlySpan<byte> memory, bool isPacket)
    {
        byte[] copy = memory.ToArray();
        using VmEngine engine = new(_options);
        try
        {
            VmResult result = engine.Load(program).Run(copy);
            return new(result.ReturnValue, copy, result.Fault is { } fault ? $"{KindOf(fault.Kind)} {fault}" : null);
        }
        catch (VmLoadException e)
        {
            return new(0, copy, $"invalid {e.Message}");
        }
    }

    private static string KindOf(VmFaultKind kind) => kind switch
    {
        VmFaultKind.Memory or VmFaultKind.Alignment => "memory",
        VmFaultKind.CallDepth => "depth",
        VmFaultKind.Budget => "budget",
        _ => "helper",
    };
}
