using Waggle.Compiler.Diagnostics;
using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Backend;

/// <summary>The instructions of one function, and what in them is still open.</summary>
internal sealed record CompiledFunction(
    List<Bpf.Instructions.Instruction> Instructions,
    List<(int Index, IrMap Map)> Maps,
    List<(int Index, IrGlobal Global)> Globals,
    List<(int Index, KernelAccess Access)> Accesses,
    List<(int Index, SourcePosition Position)> Lines,
    List<(int Index, CallTarget Target)> Calls,
    int StackSize)
{
    /// <summary>Functions of the program that this one calls or hands to a helper, each once.</summary>
    internal IEnumerable<IrFunction> Callees => Calls.Select(c => c.Target).OfType<FunctionTarget>().Select(t => t.Function).Distinct();

    /// <summary>The line of an instruction.</summary>
    internal SourcePosition PositionAt(int index) => Lines.LastOrDefault(l => l.Index <= index, (Index: 0, Position: SourcePosition.None)).Position;
}
