using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Passes;

/// <summary>How many low bits of a value may be set: all above them are zero, within the width of its type.</summary>
internal static class KnownBits
{
    private const int Depth = 6;

    internal static int Of(Value value, int depth = 0)
    {
        int width = value.Type == IrType.Int64 ? 64 : 32;
        if (depth > Depth) return width;
        return Math.Min(width, value switch
        {
            Constant constant => 64 - System.Numerics.BitOperations.LeadingZeroCount(constant.Bits),
            Comparison => 1,
            Load { IsSigned: false, Size: < 4 } load => load.Size * 8,
            Conversion conversion => OfConversion(conversion, width, depth),
            Binary binary => OfBinary(binary, width, depth),
            Phi phi => OfPhi(phi, width, depth),
            _ => width,
        });
    }

    private static int OfConversion(Conversion conversion, int width, int depth) => conversion.Kind switch
    {
        ConversionKind.Zero8 => Math.Min(8, Of(conversion.Operand, depth + 1)),
        ConversionKind.Zero16 => Math.Min(16, Of(conversion.Operand, depth + 1)),
        ConversionKind.Zero32 or ConversionKind.Truncate => Math.Min(32, Of(conversion.Operand, depth + 1)),
        ConversionKind.Swap16 => 16,
        _ => width,
    };

    private static int OfBinary(Binary binary, int width, int depth)
    {
        int left = Of(binary.Left, depth + 1);
        int right = Of(binary.Right, depth + 1);
        return binary.Operator switch
        {
            BinaryOperator.And => Math.Min(left, right),
            BinaryOperator.Or or BinaryOperator.Xor => Math.Max(left, right),
            BinaryOperator.Add when left < width && right < width => Math.Max(left, right) + 1,
            BinaryOperator.Multiply => left + right,
            // Not of divisions: the kernel's verifier knows nothing of what they give, and wants the mask or check that this would show to be needless.
            BinaryOperator.ShiftRightUnsigned when binary.Right is Constant by => Math.Max(0, left - (int)(by.Number & (width - 1))),
            BinaryOperator.ShiftLeft when binary.Right is Constant by => left + (int)(by.Number & (width - 1)),
            _ => width,
        };
    }

    private static int OfPhi(Phi phi, int width, int depth)
    {
        int most = 0;
        foreach (Value operand in phi.Operands)
        {
            if (operand == phi) continue;
            most = Math.Max(most, operand is Phi ? Of(operand, depth + 3) : Of(operand, depth + 1));
            if (most >= width) break;
        }

        return most;
    }
}
