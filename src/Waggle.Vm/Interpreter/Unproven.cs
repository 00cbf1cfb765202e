using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>An instruction that the program's proof says nothing of, as no path leads to it.</summary>
internal sealed unsafe class Unproven : Handler
{
    internal static readonly Unproven Instance = new();

    internal override ulong Run(RunContext run, ref Op op, ulong* r, ulong last)
    {
        Faults.Unproven(run, op.Slot, r);
        return last;
    }
}
