using System.Diagnostics;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>The second slot of an instruction, where nothing leads (<see cref="Code.ProgramCode"/>).</summary>
internal sealed unsafe class NoInstruction : Handler
{
    internal static readonly NoInstruction Instance = new();

    internal override ulong Run(RunContext run, ref Op op, ulong* r, ulong last) => throw new UnreachableException($"Slot {op.Slot} is no instruction.");
}
