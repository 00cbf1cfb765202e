using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>An instruction and the conditional jump behind it.</summary>
internal sealed unsafe class ActionBranch<TAction, TTest, TWay> : Handler
    where TAction : struct, IAction
    where TTest : struct, ITest
    where TWay : struct, IWay
{
    internal static readonly ActionBranch<TAction, TTest, TWay> Instance = new();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override ulong Run(RunContext run, ref Op op, ulong* r, ulong last)
    {
        if (!TAction.Allows(run, ref op, r, last)) return TAction.Otherwise(run, ref op, r, last);
        last = TAction.Do(run, ref op, r, last);
        op = ref Unsafe.Add(ref op, 1);
        bool isTaken = TTest.Holds(ref op, r, last);
        if (isTaken && !TWay.Pay(run, ref op)) return Budget.Spent(run, ref op, r, last);
        op = ref Unsafe.Add(ref op, isTaken ? op.Target : 1);
        return op.Handler.Run(run, ref op, r, last);
    }
}
