using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>A computation with two operands.</summary>
internal interface IBinary
{
    static abstract ulong Apply(ulong left, ulong right);
}

/// <summary>The computations with two operands (RFC 9669 section 4.1). C# counts shifts modulo the width, as the standard does.</summary>
internal static class Binary
{
    internal readonly struct Add64 : IBinary { public static ulong Apply(ulong left, ulong right) => left + right; }

    internal readonly struct Add32 : IBinary { public static ulong Apply(ulong left, ulong right) => (uint)left + (uint)right; }

    internal readonly struct Subtract64 : IBinary { public static ulong Apply(ulong left, ulong right) => left - right; }

    internal readonly struct Subtract32 : IBinary { public static ulong Apply(ulong left, ulong right) => (uint)left - (uint)right; }

    internal readonly struct Multiply64 : IBinary { public static ulong Apply(ulong left, ulong right) => left * right; }

    internal readonly struct Multiply32 : IBinary { public static ulong Apply(ulong left, ulong right) => (uint)left * (uint)right; }

    internal readonly struct Or64 : IBinary { public static ulong Apply(ulong left, ulong right) => left | right; }

    internal readonly struct Or32 : IBinary { public static ulong Apply(ulong left, ulong right) => (uint)left | (uint)right; }

    internal readonly struct And64 : IBinary { public static ulong Apply(ulong left, ulong right) => left & right; }

    internal readonly struct And32 : IBinary { public static ulong Apply(ulong left, ulong right) => (uint)left & (uint)right; }

    internal readonly struct Xor64 : IBinary { public static ulong Apply(ulong left, ulong right) => left ^ right; }

    internal readonly struct Xor32 : IBinary { public static ulong Apply(ulong left, ulong right) => (uint)left ^ (uint)right; }

    internal readonly struct ShiftLeft64 : IBinary { public static ulong Apply(ulong left, ulong right) => left << (int)right; }

    internal readonly struct ShiftLeft32 : IBinary { public static ulong Apply(ulong left, ulong right) => (uint)left << (int)right; }

    internal readonly struct ShiftRight64 : IBinary { public static ulong Apply(ulong left, ulong right) => left >> (int)right; }

    internal readonly struct ShiftRight32 : IBinary { public static ulong Apply(ulong left, ulong right) => (uint)left >> (int)right; }

    internal readonly struct ShiftRightArithmetic64 : IBinary { public static ulong Apply(ulong left, ulong right) => (ulong)((long)left >> (int)right); }

    internal readonly struct ShiftRightArithmetic32 : IBinary { public static ulong Apply(ulong left, ulong right) => (uint)((int)left >> (int)right); }

    internal readonly struct Divide64 : IBinary { public static ulong Apply(ulong left, ulong right) => Arithmetic.Divide(left, right); }

    internal readonly struct Divide32 : IBinary { public static ulong Apply(ulong left, ulong right) => Arithmetic.Divide((uint)left, (uint)right); }

    internal readonly struct DivideSigned64 : IBinary { public static ulong Apply(ulong left, ulong right) => (ulong)Arithmetic.DivideSigned((long)left, (long)right); }

    internal readonly struct DivideSigned32 : IBinary { public static ulong Apply(ulong left, ulong right) => (uint)Arithmetic.DivideSigned((int)left, (int)right); }

    internal readonly struct Modulo64 : IBinary { public static ulong Apply(ulong left, ulong right) => Arithmetic.Modulo(left, right); }

    internal readonly struct Modulo32 : IBinary { public static ulong Apply(ulong left, ulong right) => Arithmetic.Modulo((uint)left, (uint)right); }

    internal readonly struct ModuloSigned64 : IBinary { public static ulong Apply(ulong left, ulong right) => (ulong)Arithmetic.ModuloSigned((long)left, (long)right); }

    internal readonly struct ModuloSigned32 : IBinary { public static ulong Apply(ulong left, ulong right) => (uint)Arithmetic.ModuloSigned((int)left, (int)right); }
}
