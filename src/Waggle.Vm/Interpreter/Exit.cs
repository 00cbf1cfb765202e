using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>Ends a function: goes back to its caller, or out of the interpreter.</summary>
internal sealed unsafe class Exit(Op[] ops) : Handler
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override ulong Run(RunContext run, ref Op op, ulong* r, ulong last)
    {
        int slot = RegisterWindow.ReturnSlotOf(r);
        if (slot == 0) return r[0];
        last = r[0];
        r -= RegisterWindow.Size;
        r[0] = last;
        RegisterWindow.ClearArguments(r);
        op = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(ops), slot);
        return op.Handler.Run(run, ref op, r, last);
    }
}
