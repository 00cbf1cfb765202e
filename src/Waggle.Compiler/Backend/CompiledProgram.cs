using Waggle.Compiler.Diagnostics;
using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Backend;

/// <summary>A program's instructions, and what in them is still open.</summary>
internal sealed record CompiledProgram(
    List<Bpf.Instructions.Instruction> Instructions,
    List<(int Index, IrMap Map)> Maps,
    List<(int Index, IrGlobal Global)> Globals,
    List<(int Index, KernelAccess Access)> Accesses,
    List<(int Index, SourcePosition Position)> Lines);
