using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>Sets the destination register to a number, changed on the way.</summary>
internal readonly unsafe struct Move<TOperation, TFrom> : IAction
    where TOperation : struct, IUnary
    where TFrom : struct, IOperand
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Do(RunContext run, ref Op op, ulong* r, ulong last) => r[op.Destination] = TOperation.Apply(TFrom.Read(ref op, r, last));
}
