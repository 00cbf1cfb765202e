using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>Is shown what an instruction begins with.</summary>
/// <param name="run">The run.</param>
/// <param name="slot">The instruction.</param>
/// <param name="registers">r0 to r10.</param>
internal unsafe delegate void InstructionObserver(RunContext run, int slot, ulong* registers);
