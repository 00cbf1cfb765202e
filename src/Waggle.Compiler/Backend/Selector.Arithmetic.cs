using Waggle.Bpf.Instructions;
using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Backend;

/// <summary>Arithmetic and comparisons.</summary>
internal sealed partial class Selector
{
    private void SelectBinary(Binary binary)
    {
        if (TrySlot(binary, out _, out _)) return; // made where it is used
        int result = RegisterOf(binary);
        bool wide = binary.Type == IrType.Int64;
        if (binary.Operator == BinaryOperator.Subtract && binary.Left is Constant { Number: 0 })
        {
            MoveTo(result, binary.Right);
            Add(new MachineInstruction(MachineKind.Negate) { Destination = result, IsWide = wide, Position = _position });
            return;
        }

        // Both sides before the result is written: it may share a register with neither then.
        int right = binary.Right is Constant constant && FitsImmediate(constant.Number) ? MachineInstruction.NoRegister : Use(binary.Right);
        MoveTo(result, binary.Left);
        Add(new MachineInstruction(MachineKind.Alu)
        {
            Alu = OperationOf(binary.Operator),
            IsWide = wide,
            Extension = (short)(binary.Operator is BinaryOperator.Divide or BinaryOperator.Remainder ? 1 : 0),
            Destination = result,
            Source = right,
            Immediate = right == MachineInstruction.NoRegister ? ((Constant)binary.Right).Number : 0,
            Position = _position,
        });
    }

    private static AluOperation OperationOf(BinaryOperator @operator) => @operator switch
    {
        BinaryOperator.Add => AluOperation.Add,
        BinaryOperator.Subtract => AluOperation.Subtract,
        BinaryOperator.Multiply => AluOperation.Multiply,
        BinaryOperator.Divide or BinaryOperator.DivideUnsigned => AluOperation.Divide,
        BinaryOperator.Remainder or BinaryOperator.RemainderUnsigned => AluOperation.Modulo,
        BinaryOperator.And => AluOperation.And,
        BinaryOperator.Or => AluOperation.Or,
        BinaryOperator.Xor => AluOperation.Xor,
        BinaryOperator.ShiftLeft => AluOperation.ShiftLeft,
        BinaryOperator.ShiftRight => AluOperation.ShiftRightArithmetic,
        _ => AluOperation.ShiftRight,
    };

    private void SelectConversion(Conversion conversion)
    {
        if (IsFree(conversion)) return;
        int result = RegisterOf(conversion);
        switch (conversion.Kind)
        {
            case ConversionKind.Truncate:
                MoveTo(result, conversion.Operand);
                break;
            case ConversionKind.Zero32:
                Alu(AluOperation.Move, result, Use(conversion.Operand), wide: false);
                break;
            case ConversionKind.Zero8 or ConversionKind.Zero16:
                MoveTo(result, conversion.Operand);
                AluImmediate(AluOperation.And, result, conversion.Kind == ConversionKind.Zero8 ? 0xff : 0xffff, wide: false);
                break;
            case ConversionKind.Sign8: SignExtend(conversion, result, 8, wide: false); break;
            case ConversionKind.Sign16: SignExtend(conversion, result, 16, wide: false); break;
            case ConversionKind.Sign32: SignExtend(conversion, result, 32, wide: true); break;
            default:
                MoveTo(result, conversion.Operand);
                Add(new MachineInstruction(MachineKind.Swap)
                {
                    Destination = result,
                    Immediate = conversion.Kind switch { ConversionKind.Swap16 => 16, ConversionKind.Swap32 => 32, _ => 64 },
                    Position = _position,
                });
                break;
        }
    }

    private void SignExtend(Conversion conversion, int result, int bits, bool wide)
    {
        if (target.HasSigned)
        {
            Add(new MachineInstruction(MachineKind.Alu)
            {
                Alu = AluOperation.Move,
                IsWide = wide,
                Extension = (short)bits,
                Destination = result,
                Source = Use(conversion.Operand),
                Position = _position,
            });
            return;
        }

        MoveTo(result, conversion.Operand);
        ShiftBothWays(result, (wide ? 64 : 32) - bits, wide);
    }

    private void ShiftBothWays(int register, int by, bool wide)
    {
        AluImmediate(AluOperation.ShiftLeft, register, by, wide);
        AluImmediate(AluOperation.ShiftRightArithmetic, register, by, wide);
    }

    private void AluImmediate(AluOperation operation, int destination, long immediate, bool wide) => Add(new MachineInstruction(MachineKind.Alu)
    {
        Alu = operation,
        IsWide = wide,
        Destination = destination,
        Immediate = immediate,
        Position = _position,
    });

    private void Alu(AluOperation operation, int destination, int source, bool wide) => Add(new MachineInstruction(MachineKind.Alu)
    {
        Alu = operation,
        IsWide = wide,
        Destination = destination,
        Source = source,
        Position = _position,
    });

    /// <summary>A 32-bit value in 64 bits, as a condition sees it.</summary>
    private Value Widened(Value value, Condition condition)
    {
        bool isSigned = condition is Condition.Less or Condition.LessOrEqual or Condition.Greater or Condition.GreaterOrEqual;
        if (value is Constant constant) return Constant.Int64(isSigned ? constant.Number : (long)constant.Bits);
        var widened = new Conversion(isSigned ? ConversionKind.Sign32 : ConversionKind.Zero32, IrType.Int64, value);
        SelectConversion(widened);
        RegisterOf(widened);
        widened.DropOperands(); // the function itself does not have it
        return widened;
    }

    private void SelectComparison(Comparison comparison) =>
        Compare(MachineKind.Set, comparison.Condition, comparison.Left, comparison.Right, null, null, RegisterOf(comparison));

    private void Compare(
        MachineKind kind,
        Condition condition,
        Value left,
        Value right,
        MachineBlock? whenTrue,
        MachineBlock? whenFalse,
        int result = MachineInstruction.NoRegister)
    {
        bool isNarrow = left.Type == IrType.Int32;
        if (isNarrow && !target.HasNarrowJumps)
        {
            (left, right) = (Widened(left, condition), Widened(right, condition));
            isNarrow = false;
        }

        int first = Use(left);
        bool needsRegister = !target.HasLess && condition is not (Condition.Equal or Condition.NotEqual); // the sides may change places
        int second = right is Constant constant && FitsImmediate(constant.Number) && !needsRegister ? MachineInstruction.NoRegister : Use(right);
        Add(new MachineInstruction(kind)
        {
            Condition = condition,
            IsWide = !isNarrow,
            Result = result,
            Destination = first,
            Source = second,
            Immediate = second == MachineInstruction.NoRegister ? ((Constant)right).Number : 0,
            WhenTrue = whenTrue,
            WhenFalse = whenFalse,
            Position = _position,
        });
    }
}
