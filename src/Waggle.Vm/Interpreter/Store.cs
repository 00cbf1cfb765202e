using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>Puts a number into memory.</summary>
internal readonly unsafe struct Store<TMode, TWidth, TBase, TValue> : IAction
    where TMode : struct, IAccessMode
    where TWidth : struct, IWidth
    where TBase : struct, IOperand
    where TValue : struct, IOperand
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Allows(RunContext run, ref Op op, ulong* r, ulong last) => TMode.AllowsStore(run, Address(ref op, r, last), TWidth.Size, r);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Do(RunContext run, ref Op op, ulong* r, ulong last)
    {
        TWidth.Write(Address(ref op, r, last), TValue.Read(ref op, r, last));
        return last;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong Otherwise(RunContext run, ref Op op, ulong* r, ulong last)
    {
        Access.CheckStore<TMode>(run, op.Slot, Address(ref op, r, last), TWidth.Size, r);
        last = Do(run, ref op, r, last);
        op = ref Unsafe.Add(ref op, 1);
        return op.Handler.Run(run, ref op, r, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Address(ref Op op, ulong* r, ulong last) => TBase.Read(ref op, r, last) + (ulong)op.Offset;
}
