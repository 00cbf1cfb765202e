using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>Computes the destination register from itself and another number.</summary>
internal readonly unsafe struct Compute<TOperation, TLeft, TRight> : IAction
    where TOperation : struct, IBinary
    where TLeft : struct, IOperand
    where TRight : struct, IOperand
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Do(RunContext run, ref Op op, ulong* r, ulong last) =>
        r[op.Destination] = TOperation.Apply(TLeft.Read(ref op, r, last), TRight.Read(ref op, r, last));
}
