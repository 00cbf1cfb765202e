using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>Goes elsewhere.</summary>
internal sealed unsafe class Jump<TWay> : Handler where TWay : struct, IWay
{
    internal static readonly Jump<TWay> Instance = new();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override ulong Run(RunContext run, ref Op op, ulong* r, ulong last)
    {
        if (!TWay.Pay(run, ref op)) return Budget.Spent(run, ref op, r, last);
        op = ref Unsafe.Add(ref op, op.Target);
        return op.Handler.Run(run, ref op, r, last);
    }
}
