using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>Sets the destination register to what lies in memory.</summary>
internal readonly unsafe struct Load<TMode, TWidth, TBase> : IAction
    where TMode : struct, IAccessMode
    where TWidth : struct, IWidth
    where TBase : struct, IOperand
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Allows(RunContext run, ref Op op, ulong* r, ulong last) => TMode.AllowsLoad(run, Address(ref op, r, last), TWidth.Size, r);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Do(RunContext run, ref Op op, ulong* r, ulong last) => r[op.Destination] = TWidth.Read(Address(ref op, r, last));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong Otherwise(RunContext run, ref Op op, ulong* r, ulong last)
    {
        last = r[op.Destination] = TWidth.Extend(Access.Load<TMode>(run, op.Slot, Address(ref op, r, last), TWidth.Size, r, TWidth.IsSigned));
        op = ref Unsafe.Add(ref op, 1);
        return op.Handler.Run(run, ref op, r, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Address(ref Op op, ulong* r, ulong last) => TBase.Read(ref op, r, last) + (ulong)op.Offset;
}
