using System.Runtime.CompilerServices;

namespace Waggle.Vm.Interpreter;

/// <summary>Where a handler finds a number; a type argument, so that each form has its own machine code.</summary>
internal unsafe interface IOperand
{
    static abstract ulong Read(ref Op op, ulong* r, ulong last);
}

/// <summary>In the destination register.</summary>
internal readonly unsafe struct Destination : IOperand
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Read(ref Op op, ulong* r, ulong last) => r[op.Destination];
}

/// <summary>In the source register.</summary>
internal readonly unsafe struct Source : IOperand
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Read(ref Op op, ulong* r, ulong last) => r[op.Source];
}

/// <summary>The immediate.</summary>
internal readonly unsafe struct Constant : IOperand
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Read(ref Op op, ulong* r, ulong last) => (ulong)op.Immediate;
}

/// <summary>What the instruction before computed.</summary>
internal readonly unsafe struct Last : IOperand
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Read(ref Op op, ulong* r, ulong last) => last;
}
