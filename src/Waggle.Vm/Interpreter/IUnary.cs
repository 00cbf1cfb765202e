using System.Buffers.Binary;

namespace Waggle.Vm.Interpreter;

/// <summary>A computation with one operand.</summary>
internal interface IUnary
{
    static abstract ulong Apply(ulong value);
}

/// <summary>The computations with one operand (RFC 9669 sections 4.1 and 4.2).</summary>
internal static class Unary
{
    internal readonly struct Same : IUnary { public static ulong Apply(ulong value) => value; }

    internal readonly struct Negate64 : IUnary { public static ulong Apply(ulong value) => 0 - value; }

    internal readonly struct Negate32 : IUnary { public static ulong Apply(ulong value) => 0 - (uint)value; }

    internal readonly struct Low16 : IUnary { public static ulong Apply(ulong value) => (ushort)value; }

    internal readonly struct Low32 : IUnary { public static ulong Apply(ulong value) => (uint)value; }

    internal readonly struct Signed8To32 : IUnary { public static ulong Apply(ulong value) => (uint)(sbyte)value; }

    internal readonly struct Signed16To32 : IUnary { public static ulong Apply(ulong value) => (uint)(short)value; }

    internal readonly struct Signed8To64 : IUnary { public static ulong Apply(ulong value) => (ulong)(sbyte)value; }

    internal readonly struct Signed16To64 : IUnary { public static ulong Apply(ulong value) => (ulong)(short)value; }

    internal readonly struct Signed32To64 : IUnary { public static ulong Apply(ulong value) => (ulong)(int)value; }

    internal readonly struct Swap16 : IUnary { public static ulong Apply(ulong value) => BinaryPrimitives.ReverseEndianness((ushort)value); }

    internal readonly struct Swap32 : IUnary { public static ulong Apply(ulong value) => BinaryPrimitives.ReverseEndianness((uint)value); }

    internal readonly struct Swap64 : IUnary { public static ulong Apply(ulong value) => BinaryPrimitives.ReverseEndianness(value); }
}
