using System.Reflection.Metadata;
using Waggle.Compiler.Diagnostics;
using Waggle.Compiler.Ir;
using Constant = Waggle.Compiler.Ir.Constant;


namespace Waggle.Compiler.Frontend;

/// <summary>Numbers: ECMA-335 III.1.5 and the instructions that compute.</summary>
internal sealed partial class Translator
{
    private bool Arithmetic(in IlInstruction il)
    {
        switch (il.Code)
        {
            case >= ILOpCode.Ldc_i4_m1 and <= ILOpCode.Ldc_i4_8:
                Push(Constant.Int32((int)il.Code - (int)ILOpCode.Ldc_i4_0));
                return true;
            case ILOpCode.Ldc_i4 or ILOpCode.Ldc_i4_s:
                Push(Constant.Int32((int)il.Operand));
                return true;
            case ILOpCode.Ldc_i8:
                Push(Constant.Int64(il.Operand));
                return true;
            case ILOpCode.Ldnull:
                Push(Constant.Int64(0));
                return true;
            case ILOpCode.Ldc_r4 or ILOpCode.Ldc_r8:
                Report(Rules.FloatingPoint, "a constant of type float or double");
                Push(Constant.Int64(0));
                return true;
            case ILOpCode.Add: return Compute(BinaryOperator.Add);
            case ILOpCode.Sub: return Compute(BinaryOperator.Subtract);
            case ILOpCode.Mul: return Compute(BinaryOperator.Multiply);
            case ILOpCode.And: return Compute(BinaryOperator.And);
            case ILOpCode.Or: return Compute(BinaryOperator.Or);
            case ILOpCode.Xor: return Compute(BinaryOperator.Xor);
            case ILOpCode.Div: return Divide(BinaryOperator.Divide);
            case ILOpCode.Div_un: return Divide(BinaryOperator.DivideUnsigned);
            case ILOpCode.Rem: return Divide(BinaryOperator.Remainder);
            case ILOpCode.Rem_un: return Divide(BinaryOperator.RemainderUnsigned);
            case ILOpCode.Shl: return Shift(BinaryOperator.ShiftLeft);
            case ILOpCode.Shr: return Shift(BinaryOperator.ShiftRight);
            case ILOpCode.Shr_un: return Shift(BinaryOperator.ShiftRightUnsigned);
            case ILOpCode.Neg:
                Value negated = PopValue();
                Push(Emit(new Binary(BinaryOperator.Subtract, Number(0, negated.Type == IrType.Int64), negated)));
                return true;
            case ILOpCode.Not:
                Value inverted = PopValue();
                Push(Emit(new Binary(BinaryOperator.Xor, inverted, Number(-1, inverted.Type == IrType.Int64))));
                return true;
            case ILOpCode.Ceq: return Compare(Condition.Equal);
            case ILOpCode.Cgt: return Compare(Condition.Greater);
            case ILOpCode.Cgt_un: return Compare(Condition.GreaterUnsigned);
            case ILOpCode.Clt: return Compare(Condition.Less);
            case ILOpCode.Clt_un: return Compare(Condition.LessUnsigned);
            case ILOpCode.Conv_i1: return Convert(ConversionKind.Sign8);
            case ILOpCode.Conv_u1: return Convert(ConversionKind.Zero8);
            case ILOpCode.Conv_i2: return Convert(ConversionKind.Sign16);
            case ILOpCode.Conv_u2: return Convert(ConversionKind.Zero16);
            case ILOpCode.Conv_i4 or ILOpCode.Conv_u4:
                Push(Truncate(PopValue()));
                return true;
            case ILOpCode.Conv_i8 or ILOpCode.Conv_i:
                Push(Widen(PopValue(), signed: true));
                return true;
            case ILOpCode.Conv_u8 or ILOpCode.Conv_u:
                Push(Widen(PopValue(), signed: false));
                return true;
            case ILOpCode.Conv_r4 or ILOpCode.Conv_r8 or ILOpCode.Conv_r_un:
                Report(Rules.FloatingPoint, "a conversion to float or double");
                return true;
            case ILOpCode.Add_ovf or ILOpCode.Add_ovf_un: return Checked(BinaryOperator.Add);
            case ILOpCode.Sub_ovf or ILOpCode.Sub_ovf_un: return Checked(BinaryOperator.Subtract);
            case ILOpCode.Mul_ovf or ILOpCode.Mul_ovf_un: return Checked(BinaryOperator.Multiply);
            case >= ILOpCode.Conv_ovf_i1_un and <= ILOpCode.Conv_ovf_u_un:
            case >= ILOpCode.Conv_ovf_i1 and <= ILOpCode.Conv_ovf_u8:
            case ILOpCode.Conv_ovf_i or ILOpCode.Conv_ovf_u:
                Report(Rules.CheckedArithmetic);
                bool wide = il.Code is ILOpCode.Conv_ovf_i8 or ILOpCode.Conv_ovf_u8 or ILOpCode.Conv_ovf_i or ILOpCode.Conv_ovf_u
                    or ILOpCode.Conv_ovf_i8_un or ILOpCode.Conv_ovf_u8_un or ILOpCode.Conv_ovf_i_un or ILOpCode.Conv_ovf_u_un;
                Push(wide ? Widen(PopValue(), true) : Truncate(PopValue()));
                return true;
            default:
                return false;
        }
    }

    private bool Compute(BinaryOperator @operator)
    {
        (Value left, Value right) = PopPair();
        Push(Emit(new Binary(@operator, left, right)));
        return true;
    }

    /// <summary>Division by zero throws in C#: it ends the program, unless the divisor is a constant.</summary>
    private bool Divide(BinaryOperator @operator)
    {
        (Value left, Value right) = PopPair();
        if (right is not Constant { Number: not 0 }) EndUnless(Condition.NotEqual, right, Number(0, right.Type == IrType.Int64));
        if (_block is not null) Push(Emit(new Binary(@operator, left, right)));
        return true;
    }

    private bool Shift(BinaryOperator @operator)
    {
        Value count = PopValue();
        Value value = PopValue();
        count = value.Type == IrType.Int64 ? Widen(count, false) : Truncate(count);
        Push(Emit(new Binary(@operator, value, count)));
        return true;
    }

    private bool Compare(Condition condition)
    {
        (Value left, Value right) = PopPair();
        Push(Emit(new Comparison(condition, left, right)));
        return true;
    }

    private bool Convert(ConversionKind kind)
    {
        Push(Emit(new Conversion(kind, IrType.Int32, Truncate(PopValue()))));
        return true;
    }

    private bool Checked(BinaryOperator @operator)
    {
        Report(Rules.CheckedArithmetic);
        return Compute(@operator);
    }

    private (Value Left, Value Right) PopPair()
    {
        Value right = PopValue();
        Value left = PopValue();
        if (left.Type == right.Type) return (left, right);
        return (Widen(left, true), Widen(right, true));
    }
}
