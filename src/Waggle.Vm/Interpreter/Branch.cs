using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>Goes elsewhere if a condition holds.</summary>
internal sealed unsafe class Branch<TTest, TWay> : Handler
    where TTest : struct, ITest
    where TWay : struct, IWay
{
    internal static readonly Branch<TTest, TWay> Instance = new();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override ulong Run(RunContext run, ref Op op, ulong* r, ulong last)
    {
        bool isTaken = TTest.Holds(ref op, r, last);
        if (isTaken && !TWay.Pay(run, ref op)) return Budget.Spent(run, ref op, r, last);
        op = ref Unsafe.Add(ref op, isTaken ? op.Target : 1); // a choice, not a jump: one guess of the processor, at the call, is enough
        return op.Handler.Run(run, ref op, r, last);
    }
}
