using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>The end of a run that has used up its instructions.</summary>
internal static unsafe class Budget
{
    // With a handler's parameters, so that a handler can jump here.
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static ulong Spent(RunContext run, ref Op op, ulong* r, ulong last)
    {
        Faults.Budget(run, op.Slot, op.Slot + op.Target, r);
        return last;
    }
}
