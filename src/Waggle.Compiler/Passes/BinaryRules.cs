using System.Numerics;
using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Passes;

/// <summary>Simpler forms of arithmetic.</summary>
internal static class BinaryRules
{
    internal static Value? Apply(Binary binary)
    {
        if (binary.Left is Constant a && binary.Right is Constant b) return Fold(binary.Operator, a, b);
        if (binary.Left is Constant && binary.IsCommutative) return new Binary(binary.Operator, binary.Right, binary.Left);
        if (binary.Left == binary.Right)
        {
            if (binary.Operator is BinaryOperator.Subtract or BinaryOperator.Xor) return new Constant(binary.Type, 0);
            if (binary.Operator is BinaryOperator.And or BinaryOperator.Or) return binary.Left;
        }

        return binary.Right is Constant right ? WithConstant(binary, right) : null;
    }

    private static Value? WithConstant(Binary binary, Constant right)
    {
        Value left = binary.Left;
        long number = right.Number;
        int width = binary.Type == IrType.Int64 ? 64 : 32;
        Constant Make(long value) => new(binary.Type, value);
        switch (binary.Operator)
        {
            case BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Or or BinaryOperator.Xor when number == 0:
            case BinaryOperator.Multiply or BinaryOperator.DivideUnsigned or BinaryOperator.Divide when number == 1:
            case BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight or BinaryOperator.ShiftRightUnsigned when (number & (width - 1)) == 0:
            case BinaryOperator.And when number == -1:
                return left;
            case BinaryOperator.And when number >= 0 && KnownBits.Of(left) is var bits && bits < 63 && (number & ((1L << bits) - 1)) == (1L << bits) - 1:
                return left;
            case BinaryOperator.Multiply or BinaryOperator.And when number == 0:
            case BinaryOperator.Remainder or BinaryOperator.RemainderUnsigned when number == 1:
                return Make(0);
            case BinaryOperator.Subtract when number != long.MinValue:
                return new Binary(BinaryOperator.Add, left, Make(-number));
            case BinaryOperator.Add when left is Binary { Operator: BinaryOperator.Add, Right: Constant inner } sum:
                return new Binary(BinaryOperator.Add, sum.Left, Make(inner.Number + number));
            case BinaryOperator.And when left is Binary { Operator: BinaryOperator.And, Right: Constant inner } masked:
                return new Binary(BinaryOperator.And, masked.Left, Make(inner.Number & number));
            case BinaryOperator.Multiply when BitOperations.IsPow2(right.Bits):
                return new Binary(BinaryOperator.ShiftLeft, left, Make(BitOperations.TrailingZeroCount(right.Bits)));
            case BinaryOperator.DivideUnsigned when BitOperations.IsPow2(right.Bits):
                return new Binary(BinaryOperator.ShiftRightUnsigned, left, Make(BitOperations.TrailingZeroCount(right.Bits)));
            case BinaryOperator.RemainderUnsigned when BitOperations.IsPow2(right.Bits):
                return new Binary(BinaryOperator.And, left, Make((long)right.Bits - 1));
            case BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight or BinaryOperator.ShiftRightUnsigned when number != (number & (width - 1)):
                return new Binary(binary.Operator, left, Make(number & (width - 1)));
            default:
                return null;
        }
    }

    private static Constant? Fold(BinaryOperator @operator, Constant a, Constant b)
    {
        bool wide = a.Type == IrType.Int64;
        int mask = wide ? 63 : 31;
        int by = (int)(b.Number & mask);
        if (@operator is BinaryOperator.Divide or BinaryOperator.Remainder or BinaryOperator.DivideUnsigned or BinaryOperator.RemainderUnsigned
            && b.Number == 0) return null;
        if (@operator is BinaryOperator.Divide or BinaryOperator.Remainder && b.Number == -1)
            return new Constant(a.Type, @operator == BinaryOperator.Divide ? unchecked(-a.Number) : 0);
        return new Constant(a.Type, @operator switch
        {
            BinaryOperator.Add => a.Number + b.Number,
            BinaryOperator.Subtract => a.Number - b.Number,
            BinaryOperator.Multiply => a.Number * b.Number,
            BinaryOperator.Divide => a.Number / b.Number,
            BinaryOperator.DivideUnsigned => (long)(a.Bits / b.Bits),
            BinaryOperator.Remainder => a.Number % b.Number,
            BinaryOperator.RemainderUnsigned => (long)(a.Bits % b.Bits),
            BinaryOperator.And => a.Number & b.Number,
            BinaryOperator.Or => a.Number | b.Number,
            BinaryOperator.Xor => a.Number ^ b.Number,
            BinaryOperator.ShiftLeft => a.Number << by,
            BinaryOperator.ShiftRight => a.Number >> by,
            _ => (long)(a.Bits >> by),
        });
    }
}
