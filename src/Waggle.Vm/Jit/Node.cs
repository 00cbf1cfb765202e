using System.Reflection.Emit;

namespace Waggle.Vm.Jit;

/// <summary>An expression over registers and memory that has not been computed yet. It has no effect and can't fail: what could is checked
/// before.</summary>
/// <param name="isWide">Whether it leaves 64 bits on the evaluation stack; else 32.</param>
/// <param name="reads">Registers and frame slots whose variables it reads, a bit each; slots from <see cref="FirstSlotBit"/> on.</param>
/// <param name="hasLoad">Whether it reads memory.</param>
/// <param name="size">Nodes in it.</param>
internal abstract class Node(bool isWide, long reads, bool hasLoad, int size)
{
    internal const int FirstSlotBit = 16;

    internal bool IsWide { get; } = isWide;

    internal long Reads { get; } = reads;

    internal bool HasLoad { get; } = hasLoad;

    internal int Size { get; } = size;

    /// <summary>Whether computing it again costs next to nothing.</summary>
    internal virtual bool IsCheap => false;

    /// <summary>Emits code that leaves its value on the evaluation stack.</summary>
    internal abstract void Emit(FunctionWriter writer);
}

/// <summary>A number of 64 bits.</summary>
internal sealed class ConstantNode(ulong value) : Node(isWide: true, 0, hasLoad: false, 1)
{
    internal ulong Value { get; } = value;

    internal override bool IsCheap => true;

    internal override void Emit(FunctionWriter writer) => writer.LoadConstant((long)Value);
}

/// <summary>The variable of a register.</summary>
internal sealed class RegisterNode(int register) : Node(isWide: true, 1L << register, hasLoad: false, 1)
{
    internal int Register { get; } = register;

    internal override bool IsCheap => true;

    internal override void Emit(FunctionWriter writer) => writer.LoadRegister(Register);
}

/// <summary>The variable of a frame slot; one of less than four bytes with zeros above.</summary>
internal sealed class SlotNode(int slot, LocalBuilder variable) : Node(variable.LocalType == typeof(ulong), 1L << (FirstSlotBit + slot), hasLoad: false, 1)
{
    internal LocalBuilder Variable { get; } = variable;

    internal override bool IsCheap => true;

    internal override void Emit(FunctionWriter writer) => writer.IL.Emit(OpCodes.Ldloc, Variable);
}

/// <summary>A variable that is written once.</summary>
internal sealed class TemporaryNode(LocalBuilder variable) : Node(variable.LocalType == typeof(ulong), 0, hasLoad: false, 1)
{
    internal override bool IsCheap => true;

    internal override void Emit(FunctionWriter writer) => writer.IL.Emit(OpCodes.Ldloc, variable);
}

/// <summary>An operation on one value.</summary>
internal sealed class UnaryNode(UnaryOperation operation, Node operand)
    : Node(operation.IsWide(), operand.Reads, operand.HasLoad, operand.Size + 1)
{
    internal UnaryOperation Operation { get; } = operation;

    internal Node Operand { get; } = operand;

    internal override void Emit(FunctionWriter writer)
    {
        if (Operation == UnaryOperation.Low && Operand is ConstantNode constant)
        {
            writer.IL.Emit(OpCodes.Ldc_I4, (int)constant.Value);
            return;
        }

        Operand.Emit(writer);
        writer.Unary(Operation);
    }
}

/// <summary>An operation on two values of one width.</summary>
internal sealed class BinaryNode(BinaryOperation operation, Node left, Node right)
    : Node(left.IsWide, left.Reads | right.Reads, left.HasLoad || right.HasLoad, left.Size + right.Size + 1)
{
    internal BinaryOperation Operation { get; } = operation;

    internal Node Left { get; } = left;

    internal Node Right { get; } = right;

    internal override void Emit(FunctionWriter writer)
    {
        Left.Emit(writer);
        if (Nodes.ConstantOf(Right) is { } constant && writer.TryBinary(Operation, IsWide, constant)) return;
        Right.Emit(writer);
        writer.Binary(Operation, IsWide);
    }
}

/// <summary>A load from memory.</summary>
internal sealed class LoadNode(Node address, int width, bool isSigned, bool isVolatile = false)
    : Node(width == 8, address.Reads, hasLoad: true, address.Size + 1)
{
    internal Node Address { get; } = address;

    internal int Width { get; } = width;

    internal bool IsSigned { get; } = isSigned;

    internal override void Emit(FunctionWriter writer)
    {
        Address.Emit(writer);
        if (isVolatile) writer.IL.Emit(OpCodes.Volatile);
        writer.IL.Emit((Width, IsSigned) switch
        {
            (1, false) => OpCodes.Ldind_U1,
            (1, true) => OpCodes.Ldind_I1,
            (2, false) => OpCodes.Ldind_U2,
            (2, true) => OpCodes.Ldind_I2,
            (4, _) => OpCodes.Ldind_U4,
            _ => OpCodes.Ldind_I8,
        });
    }
}
