using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>Calls a function of the program; <see cref="Exit"/> comes back.</summary>
internal sealed unsafe class FunctionCall<TMode> : Handler where TMode : struct, IAccessMode
{
    internal static readonly FunctionCall<TMode> Instance = new();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override ulong Run(RunContext run, ref Op op, ulong* r, ulong last)
    {
        byte* frame = (byte*)r[10] - RunContext.FrameSize;
        if (frame < run.LowestFrame) return TooDeep(run, ref op, r, last); // in both modes: there are no more windows for registers
        if (TMode.IsChecked && (run.Budget -= op.Immediate) < 0) return Spent(run, ref op, r, last);
        if (TMode.IsChecked || run.Current.Image.ClearsFrames) RunContext.ClearFrame(frame);

        r = RegisterWindow.Enter(r, frame, op.Slot + 1);
        op = ref Unsafe.Add(ref op, op.Target);
        return op.Handler.Run(run, ref op, r, last);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong TooDeep(RunContext run, ref Op op, ulong* r, ulong last)
    {
        Faults.CallDepth(run, op.Slot, r);
        return last;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Spent(RunContext run, ref Op op, ulong* r, ulong last)
    {
        Faults.Budget(run, op.Slot, op.Slot, r);
        return last;
    }
}
