using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

internal sealed unsafe partial class InterpretedProgram
{
    private void CheckTailCall<TMode>(RunContext run, int slot, ulong* r) where TMode : struct, IAccessMode
    {
        if (!TMode.IsChecked) return;
        run.Frame = (byte*)r[10];
        run.Slot = slot;
        if (Image.HelperAt(slot) is not { } helper) Faults.UnknownHelper(run, slot, r, Image.DescribeMissing(slot));
        else if (helper.Check?.Refuse(run, r) is { } reason) Faults.HelperArgument(run, slot, r, reason);
    }

    private ulong CallHelper<TMode>(RunContext run, int slot, ulong* r) where TMode : struct, IAccessMode
    {
        run.Frame = (byte*)r[10];
        run.Slot = slot;
        HelperBinding? helper = Image.HelperAt(slot);
        if (helper is null) Faults.UnknownHelper(run, slot, r, Image.DescribeMissing(slot));
        if (TMode.IsChecked && helper.Check?.Refuse(run, r) is { } reason) Faults.HelperArgument(run, slot, r, reason);
        return helper.Function(run, r[1], r[2], r[3], r[4], r[5]);
    }
}
