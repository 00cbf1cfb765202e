using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>Stands in each instruction's place where calls at the end are not made jumps: goes back to <see cref="InterpretedProgram"/>,
/// which calls the instruction's own handler. Slow, and no deeper on the stack than one handler.</summary>
internal sealed unsafe class Pause : Handler
{
    internal static readonly Pause Instance = new();

    internal override ulong Run(RunContext run, ref Op op, ulong* r, ulong last)
    {
        (run.PausedAt, run.PausedLast) = (op.Slot, last);
        run.PausedRegisters = r;
        return 0;
    }
}
