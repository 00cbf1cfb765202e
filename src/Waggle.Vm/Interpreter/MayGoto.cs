using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>Goes elsewhere when a loop has gone on for long enough.</summary>
internal sealed unsafe class MayGoto<TWay> : Handler where TWay : struct, IWay
{
    internal static readonly MayGoto<TWay> Instance = new();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override ulong Run(RunContext run, ref Op op, ulong* r, ulong last)
    {
        if (run.MayGoOn())
        {
            op = ref Unsafe.Add(ref op, 1);
            return op.Handler.Run(run, ref op, r, last);
        }

        if (!TWay.Pay(run, ref op)) return Budget.Spent(run, ref op, r, last);
        op = ref Unsafe.Add(ref op, op.Target);
        return op.Handler.Run(run, ref op, r, last);
    }
}
