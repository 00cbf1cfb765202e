using System.Buffers.Binary;
using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Passes;

/// <summary>Simpler forms of conversions.</summary>
internal static class ConversionRules
{
    internal static Value? Apply(Conversion conversion)
    {
        Value operand = conversion.Operand;
        if (operand is Constant constant) return Fold(conversion, constant);
        int bits = KnownBits.Of(operand);
        switch (conversion.Kind)
        {
            case ConversionKind.Zero8 when bits <= 8 && operand.Type == conversion.Type:
            case ConversionKind.Sign8 when bits <= 7 && operand.Type == conversion.Type:
            case ConversionKind.Zero16 when bits <= 16 && operand.Type == conversion.Type:
            case ConversionKind.Sign16 when bits <= 15 && operand.Type == conversion.Type:
                return operand;
            case ConversionKind.Sign32 when bits <= 31:
                return new Conversion(ConversionKind.Zero32, IrType.Int64, operand);
            case ConversionKind.Zero32 when operand is Conversion { Kind: ConversionKind.Truncate } cut && KnownBits.Of(cut.Operand) <= 32:
                return cut.Operand;
            case ConversionKind.Truncate when operand is Conversion { Kind: ConversionKind.Zero32 or ConversionKind.Sign32 } widened:
                return widened.Operand;
        }

        if (operand is not Conversion inner) return null;
        // Only the low bits matter: a wider or equal extension below does not change them.
        int kept = Kept(conversion.Kind);
        if (kept is > 0 and < 32 && Kept(inner.Kind) >= kept && inner.Kind != ConversionKind.Truncate && inner.Operand.Type == IrType.Int32)
            return new Conversion(conversion.Kind, conversion.Type, inner.Operand);
        if (conversion.Kind == inner.Kind && conversion.Kind is ConversionKind.Swap16 or ConversionKind.Swap32 or ConversionKind.Swap64)
            return conversion.Kind == ConversionKind.Swap16 && KnownBits.Of(inner.Operand) > 16 ? null : inner.Operand;
        return null;
    }

    private static int Kept(ConversionKind kind) => kind switch
    {
        ConversionKind.Zero8 or ConversionKind.Sign8 => 8,
        ConversionKind.Zero16 or ConversionKind.Sign16 => 16,
        ConversionKind.Zero32 or ConversionKind.Sign32 => 32,
        _ => 0,
    };

    private static Constant Fold(Conversion conversion, Constant constant)
    {
        ulong bits = constant.Bits;
        return new Constant(conversion.Type, conversion.Kind switch
        {
            ConversionKind.Zero8 => (byte)bits,
            ConversionKind.Sign8 => (sbyte)bits,
            ConversionKind.Zero16 => (ushort)bits,
            ConversionKind.Sign16 => (short)bits,
            ConversionKind.Zero32 => (uint)bits,
            ConversionKind.Sign32 => (int)bits,
            ConversionKind.Swap16 => BinaryPrimitives.ReverseEndianness((ushort)bits),
            ConversionKind.Swap32 => BinaryPrimitives.ReverseEndianness((uint)bits),
            ConversionKind.Swap64 => (long)BinaryPrimitives.ReverseEndianness(bits),
            _ => (long)bits,
        });
    }
}
