using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>One instruction.</summary>
internal sealed unsafe class Single<TAction> : Handler where TAction : struct, IAction
{
    internal static readonly Single<TAction> Instance = new();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override ulong Run(RunContext run, ref Op op, ulong* r, ulong last)
    {
        if (!TAction.Allows(run, ref op, r, last)) return TAction.Otherwise(run, ref op, r, last);
        last = TAction.Do(run, ref op, r, last);
        op = ref Unsafe.Add(ref op, 1);
        return op.Handler.Run(run, ref op, r, last);
    }
}
