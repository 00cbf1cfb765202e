using Waggle.Bpf.Instructions;

namespace Waggle.Vm.Interpreter;

/// <summary>The handlers of arithmetic.</summary>
internal static class ArithmeticHandlers
{
    /// <summary>The handler of a computation with two operands.</summary>
    internal static Handler Binary(AluOperation operation, bool is64, bool isSigned, OperandForm form) => (operation, is64, isSigned) switch
    {
        (AluOperation.Add, true, _) => Of<Binary.Add64>(form),
        (AluOperation.Add, false, _) => Of<Binary.Add32>(form),
        (AluOperation.Subtract, true, _) => Of<Binary.Subtract64>(form),
        (AluOperation.Subtract, false, _) => Of<Binary.Subtract32>(form),
        (AluOperation.Multiply, true, _) => Of<Binary.Multiply64>(form),
        (AluOperation.Multiply, false, _) => Of<Binary.Multiply32>(form),
        (AluOperation.Or, true, _) => Of<Binary.Or64>(form),
        (AluOperation.Or, false, _) => Of<Binary.Or32>(form),
        (AluOperation.And, true, _) => Of<Binary.And64>(form),
        (AluOperation.And, false, _) => Of<Binary.And32>(form),
        (AluOperation.Xor, true, _) => Of<Binary.Xor64>(form),
        (AluOperation.Xor, false, _) => Of<Binary.Xor32>(form),
        (AluOperation.ShiftLeft, true, _) => Of<Binary.ShiftLeft64>(form),
        (AluOperation.ShiftLeft, false, _) => Of<Binary.ShiftLeft32>(form),
        (AluOperation.ShiftRight, true, _) => Of<Binary.ShiftRight64>(form),
        (AluOperation.ShiftRight, false, _) => Of<Binary.ShiftRight32>(form),
        (AluOperation.ShiftRightArithmetic, true, _) => Of<Binary.ShiftRightArithmetic64>(form),
        (AluOperation.ShiftRightArithmetic, false, _) => Of<Binary.ShiftRightArithmetic32>(form),
        (AluOperation.Divide, true, false) => Of<Binary.Divide64>(form),
        (AluOperation.Divide, false, false) => Of<Binary.Divide32>(form),
        (AluOperation.Divide, true, true) => Of<Binary.DivideSigned64>(form),
        (AluOperation.Divide, false, true) => Of<Binary.DivideSigned32>(form),
        (AluOperation.Modulo, true, false) => Of<Binary.Modulo64>(form),
        (AluOperation.Modulo, false, false) => Of<Binary.Modulo32>(form),
        (AluOperation.Modulo, true, true) => Of<Binary.ModuloSigned64>(form),
        (AluOperation.Modulo, false, true) => Of<Binary.ModuloSigned32>(form),
        _ => throw new InvalidOperationException($"{operation} has no two operands."), // the form of the program has been checked
    };

    /// <summary>The handler of a move.</summary>
    /// <param name="is64">Whether the whole register is written, or its upper half becomes zero.</param>
    /// <param name="signedBits">Bits to extend the sign from; 0 for none.</param>
    /// <param name="from">Where the number is.</param>
    internal static Handler Move(bool is64, int signedBits, OperandKind from) => (signedBits, is64) switch
    {
        (8, true) => Of<Unary.Signed8To64>(from),
        (8, false) => Of<Unary.Signed8To32>(from),
        (16, true) => Of<Unary.Signed16To64>(from),
        (16, false) => Of<Unary.Signed16To32>(from),
        (32, _) => Of<Unary.Signed32To64>(from),
        (_, true) => Of<Unary.Same>(from),
        _ when from == OperandKind.Constant => Of<Unary.Same>(from), // the upper half is zero already
        _ => Of<Unary.Low32>(from),
    };

    /// <summary>The handler of a change of sign.</summary>
    internal static Handler Negate(bool is64, bool isLast) => is64 ? Of<Unary.Negate64>(InPlace(isLast)) : Of<Unary.Negate32>(InPlace(isLast));

    /// <summary>The handler of a change of byte order, or of what is left of one that changes no order: the register is cut to the width.</summary>
    internal static Handler ByteSwap(bool isSwapped, int bits, bool isLast) => (isSwapped, bits) switch
    {
        (true, 16) => Of<Unary.Swap16>(InPlace(isLast)),
        (true, 32) => Of<Unary.Swap32>(InPlace(isLast)),
        (true, _) => Of<Unary.Swap64>(InPlace(isLast)),
        (false, 16) => Of<Unary.Low16>(InPlace(isLast)),
        (false, 32) => Of<Unary.Low32>(InPlace(isLast)),
        _ => Of<Unary.Same>(InPlace(isLast)),
    };

    private static OperandKind InPlace(bool isLast) => isLast ? OperandKind.Last : OperandKind.Register;

    private static Handler Of<T>(OperandForm form) where T : struct, IBinary => form switch
    {
        OperandForm.RegisterConstant => Single<Compute<T, Destination, Constant>>.Instance,
        OperandForm.LastConstant => Single<Compute<T, Last, Constant>>.Instance,
        OperandForm.RegisterRegister => Single<Compute<T, Destination, Source>>.Instance,
        OperandForm.LastRegister => Single<Compute<T, Last, Source>>.Instance,
        _ => Single<Compute<T, Destination, Last>>.Instance,
    };

    private static Handler Of<T>(OperandKind from) where T : struct, IUnary => from switch
    {
        OperandKind.Register => Single<Move<T, Source>>.Instance,
        OperandKind.Last => Single<Move<T, Last>>.Instance,
        _ => Single<Move<T, Constant>>.Instance,
    };
}
