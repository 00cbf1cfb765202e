using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Reflection;
using System.Reflection.Emit;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Jit;

/// <summary>Writes the IL of one function: operations, and the variables that stand for registers.</summary>
/// <remarks>One variable a register: RyuJIT stops optimising at 2,000 variables and tracks fewer, so one for each value would cost more
/// than it brings (docs/performance.md).</remarks>
internal sealed class FunctionWriter(ILGenerator il, int frameArgument)
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private const DynamicallyAccessedMemberTypes Methods = DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods;

    private readonly LocalBuilder?[] _registers = new LocalBuilder?[10];

    internal ILGenerator IL { get; } = il;

    internal void LoadConstant(long value)
    {
        if (value is >= int.MinValue and <= int.MaxValue)
        {
            IL.Emit(OpCodes.Ldc_I4, (int)value);
            IL.Emit(OpCodes.Conv_I8);
        }
        else
        {
            IL.Emit(OpCodes.Ldc_I8, value);
        }
    }

    internal void LoadRegister(int register)
    {
        if (register == 10)
        {
            LoadFrame();
            IL.Emit(OpCodes.Conv_U8);
        }
        else
        {
            IL.Emit(OpCodes.Ldloc, Variable(register));
        }
    }

    internal void StoreRegister(int register) => IL.Emit(OpCodes.Stloc, Variable(register));

    /// <summary>Leaves the frame pointer as an address on the evaluation stack.</summary>
    internal void LoadFrame() => IL.Emit(OpCodes.Ldarg, (short)frameArgument);

    internal void LoadRun() => IL.Emit(OpCodes.Ldarg_0);

    internal void LoadField(string name) => IL.Emit(OpCodes.Ldfld, Field(name));

    internal void StoreField(string name) => IL.Emit(OpCodes.Stfld, Field(name));

    /// <summary>Stores what is on the evaluation stack to the address below it.</summary>
    internal void Store(int width) => IL.Emit(width switch
    {
        1 => OpCodes.Stind_I1,
        2 => OpCodes.Stind_I2,
        4 => OpCodes.Stind_I4,
        _ => OpCodes.Stind_I8,
    });

    internal void Call([DynamicallyAccessedMembers(Methods)] Type type, string method) => IL.Emit(OpCodes.Call, type.GetMethod(method, Any) ?? throw new MissingMethodException(type.Name, method));

    internal void Call([DynamicallyAccessedMembers(Methods)] Type type, string method, params Type[] parameters) =>
        IL.Emit(OpCodes.Call, type.GetMethod(method, Any, parameters) ?? throw new MissingMethodException(type.Name, method));

    internal void Unary(UnaryOperation operation)
    {
        switch (operation)
        {
            case UnaryOperation.ZeroExtend: IL.Emit(OpCodes.Conv_U8); break;
            case UnaryOperation.SignExtend: IL.Emit(OpCodes.Conv_I8); break;
            case UnaryOperation.Low: IL.Emit(OpCodes.Conv_U4); break;
            case UnaryOperation.SignExtend8: IL.Emit(OpCodes.Conv_I1); break;
            case UnaryOperation.SignExtend16: IL.Emit(OpCodes.Conv_I2); break;
            case UnaryOperation.ZeroExtend16: IL.Emit(OpCodes.Conv_U2); break;
            case UnaryOperation.Negate32 or UnaryOperation.Negate64: IL.Emit(OpCodes.Neg); break;
            case UnaryOperation.Swap16:
                IL.Emit(OpCodes.Conv_U2);
                Call(typeof(BinaryPrimitives), nameof(BinaryPrimitives.ReverseEndianness), typeof(ushort));
                break;
            case UnaryOperation.Swap32: Call(typeof(BinaryPrimitives), nameof(BinaryPrimitives.ReverseEndianness), typeof(uint)); break;
            case UnaryOperation.Swap64: Call(typeof(BinaryPrimitives), nameof(BinaryPrimitives.ReverseEndianness), typeof(ulong)); break;
            default: throw new InvalidOperationException($"{operation}");
        }
    }

    internal void Binary(BinaryOperation operation, bool isWide)
    {
        switch (operation)
        {
            case BinaryOperation.Add: IL.Emit(OpCodes.Add); break;
            case BinaryOperation.Subtract: IL.Emit(OpCodes.Sub); break;
            case BinaryOperation.Multiply: IL.Emit(OpCodes.Mul); break;
            case BinaryOperation.Or: IL.Emit(OpCodes.Or); break;
            case BinaryOperation.And: IL.Emit(OpCodes.And); break;
            case BinaryOperation.Xor: IL.Emit(OpCodes.Xor); break;
            case BinaryOperation.ShiftLeft: Shift(OpCodes.Shl, isWide); break;
            case BinaryOperation.ShiftRight: Shift(OpCodes.Shr_Un, isWide); break;
            case BinaryOperation.ShiftRightArithmetic: Shift(OpCodes.Shr, isWide); break;
            case BinaryOperation.RotateLeft:
                if (isWide) IL.Emit(OpCodes.Conv_I4);
                Call(typeof(BitOperations), nameof(BitOperations.RotateLeft), isWide ? typeof(ulong) : typeof(uint), typeof(int));
                break;
            case BinaryOperation.SafeDivide: IL.Emit(OpCodes.Div_Un); break;
            case BinaryOperation.SafeModulo: IL.Emit(OpCodes.Rem_Un); break;
            case BinaryOperation.SafeDivideSigned: IL.Emit(OpCodes.Div); break;
            case BinaryOperation.SafeModuloSigned: IL.Emit(OpCodes.Rem); break;
            case BinaryOperation.Divide or BinaryOperation.Modulo: Divide(operation, isWide ? typeof(ulong) : typeof(uint)); break;
            case BinaryOperation.DivideSigned or BinaryOperation.ModuloSigned: Divide(operation, isWide ? typeof(long) : typeof(int)); break;
            default: throw new InvalidOperationException($"{operation}");
        }
    }

    /// <summary>An operation whose second value is a number known now, where that helps.</summary>
    /// <returns>False if nothing was emitted.</returns>
    internal bool TryBinary(BinaryOperation operation, bool isWide, long constant)
    {
        switch (operation)
        {
            case BinaryOperation.ShiftLeft: return ShiftBy(OpCodes.Shl, constant, isWide);
            case BinaryOperation.ShiftRight: return ShiftBy(OpCodes.Shr_Un, constant, isWide);
            case BinaryOperation.ShiftRightArithmetic: return ShiftBy(OpCodes.Shr, constant, isWide);
            // RyuJIT multiplies instead of dividing by a constant. By 0 and -1 there is more to say than one instruction does.
            case BinaryOperation.Divide or BinaryOperation.SafeDivide when constant != 0: return DivideBy(OpCodes.Div_Un, constant, isWide);
            case BinaryOperation.Modulo or BinaryOperation.SafeModulo when constant != 0: return DivideBy(OpCodes.Rem_Un, constant, isWide);
            case BinaryOperation.DivideSigned or BinaryOperation.SafeDivideSigned when constant is not (0 or -1): return DivideBy(OpCodes.Div, constant, isWide);
            case BinaryOperation.ModuloSigned or BinaryOperation.SafeModuloSigned when constant is not (0 or -1): return DivideBy(OpCodes.Rem, constant, isWide);
            default: return false;
        }
    }

    private bool ShiftBy(OpCode shift, long constant, bool isWide)
    {
        IL.Emit(OpCodes.Ldc_I4, (int)constant & (isWide ? 63 : 31));
        IL.Emit(shift);
        return true;
    }

    private bool DivideBy(OpCode division, long constant, bool isWide)
    {
        if (isWide) LoadConstant(constant);
        else IL.Emit(OpCodes.Ldc_I4, (int)constant);
        IL.Emit(division);
        return true;
    }

    // The count is masked: IL leaves a count of the width or more open. RyuJIT drops the mask where the processor masks too.
    private void Shift(OpCode shift, bool isWide)
    {
        if (isWide) IL.Emit(OpCodes.Conv_I4);
        IL.Emit(OpCodes.Ldc_I4, isWide ? 63 : 31);
        IL.Emit(OpCodes.And);
        IL.Emit(shift);
    }

    private void Divide(BinaryOperation operation, Type type) => Call(typeof(Arithmetic), operation.ToString(), type, type);

    private static FieldInfo Field(string name) => typeof(RunContext).GetField(name, Any) ?? throw new MissingFieldException(nameof(RunContext), name);

    private LocalBuilder Variable(int register) => _registers[register] ??= IL.DeclareLocal(typeof(ulong));
}
