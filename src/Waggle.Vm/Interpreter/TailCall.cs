using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>Hands over to another program, or goes on where there is none.</summary>
/// <param name="helper">The helper; null if there is none for this kind of program.</param>
/// <param name="exit">What ends a function.</param>
internal sealed unsafe class TailCall<TMode>(HelperBinding? helper, Exit exit) : Handler where TMode : struct, IAccessMode
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override ulong Run(RunContext run, ref Op op, ulong* r, ulong last)
    {
        if (TMode.IsChecked) HelperCall<TMode>.Check(run, helper, op.Slot, r);
        if (TryCall(run, r)) return exit.Run(run, ref op, r, last);
        last = r[0] = RunContext.NoSuchEntry;
        RegisterWindow.ClearArguments(r);
        op = ref Unsafe.Add(ref op, 1);
        return op.Handler.Run(run, ref op, r, last);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryCall(RunContext run, ulong* r) => run.TryTailCall(r[2], r[3], (byte*)r[10], out r[0]);
}
