using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>Calls a helper.</summary>
/// <param name="helper">The helper; null if the engine has none of that number for this kind of program.</param>
internal sealed unsafe class HelperCall<TMode>(HelperBinding? helper) : Handler where TMode : struct, IAccessMode
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override ulong Run(RunContext run, ref Op op, ulong* r, ulong last)
    {
        Check(run, helper, op.Slot, r);
        last = r[0] = helper!.Function(run, r[1], r[2], r[3], r[4], r[5]);
        RegisterWindow.ClearArguments(r);
        op = ref Unsafe.Add(ref op, 1);
        return op.Handler.Run(run, ref op, r, last);
    }

    /// <summary>Ends the run if there is no such helper, or its contract does not allow what it is given.</summary>
    internal static void Check(RunContext run, HelperBinding? helper, int slot, ulong* r)
    {
        run.Frame = (byte*)r[10];
        run.Slot = slot;
        if (helper is null) Faults.UnknownHelper(run, slot, r, run.Current.Image.DescribeMissing(slot));
        if (TMode.IsChecked && helper.Check?.Refuse(run, r) is { } reason) Faults.HelperArgument(run, slot, r, reason);
    }
}
