using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>Sets a register to a 64-bit immediate, which takes two slots.</summary>
internal sealed unsafe class WideMove : Handler
{
    internal static readonly WideMove Instance = new();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override ulong Run(RunContext run, ref Op op, ulong* r, ulong last)
    {
        last = r[op.Destination] = (ulong)op.Immediate;
        op = ref Unsafe.Add(ref op, 2);
        return op.Handler.Run(run, ref op, r, last);
    }
}
