using System.Numerics;

namespace Waggle.Vm.Jit;

/// <summary>Makes nodes, the simplest that will do.</summary>
internal static class Nodes
{
    internal static Node Constant(ulong value) => new ConstantNode(value);

    /// <summary>The low 32 bits.</summary>
    internal static Node Low(Node node) => node switch
    {
        { IsWide: false } => node,
        UnaryNode { Operation: UnaryOperation.ZeroExtend or UnaryOperation.SignExtend, Operand: var operand } => operand,
        _ => new UnaryNode(UnaryOperation.Low, node),
    };

    /// <summary>64 bits with zeros above.</summary>
    internal static Node ZeroExtend(Node node) => node switch
    {
        { IsWide: true } => node,
        UnaryNode { Operation: UnaryOperation.Low, Operand: ConstantNode constant } => Constant((uint)constant.Value),
        _ => new UnaryNode(UnaryOperation.ZeroExtend, node),
    };

    internal static Node SignExtend(Node node) => new UnaryNode(UnaryOperation.SignExtend, node);

    internal static Node Unary(UnaryOperation operation, Node operand) => new UnaryNode(operation, operand);

    /// <summary>A sum of an address and an offset.</summary>
    internal static Node Offset(Node address, long offset) => offset == 0 ? address : Binary(BinaryOperation.Add, address, Constant((ulong)offset));

    internal static Node Binary(BinaryOperation operation, Node left, Node right)
    {
        if (left.IsWide && left is ConstantNode a && right is ConstantNode b && Fold(operation, a.Value, b.Value) is { } folded) return Constant(folded);
        if (operation == BinaryOperation.Add && right is ConstantNode step && left is BinaryNode { Operation: BinaryOperation.Add, Right: ConstantNode first } sum)
            return Offset(sum.Left, (long)(first.Value + step.Value));
        if (operation == BinaryOperation.Or || operation == BinaryOperation.Add || operation == BinaryOperation.Xor)
        {
            if (LoadCombining.TryCombine(left, right) is { } load) return load;
            if (TryRotate(left, right) is { } rotation) return rotation;
        }

        return new BinaryNode(operation, left, right);
    }

    private static ulong? Fold(BinaryOperation operation, ulong left, ulong right) => operation switch
    {
        BinaryOperation.Add => left + right,
        BinaryOperation.Subtract => left - right,
        BinaryOperation.Multiply => left * right,
        BinaryOperation.Or => left | right,
        BinaryOperation.And => left & right,
        BinaryOperation.Xor => left ^ right,
        BinaryOperation.ShiftLeft => left << (int)right,
        BinaryOperation.ShiftRight => left >> (int)right,
        BinaryOperation.ShiftRightArithmetic => (ulong)((long)left >> (int)right),
        BinaryOperation.RotateLeft => BitOperations.RotateLeft(left, (int)right),
        _ => null,
    };

    /// <summary>The rotation that an or, a sum or an exclusive or of two values is; null if it is none: x &lt;&lt; n | x &gt;&gt; (width - n), either way round.</summary>
    /// <remarks>Not by 0 or the width, which is the same: there the halves overlap, and a sum or an exclusive or of them is no rotation.</remarks>
    internal static BinaryNode? TryRotate(Node left, Node right)
    {
        if (left is not BinaryNode a || right is not BinaryNode b || a.IsWide != b.IsWide) return null;
        if (a.Operation == BinaryOperation.ShiftRight) (a, b) = (b, a);
        if (a.Operation != BinaryOperation.ShiftLeft || b.Operation != BinaryOperation.ShiftRight) return null;
        if (ConstantOf(a.Right) is not { } up || ConstantOf(b.Right) is not { } down || up + down != WidthOf(a)) return null;
        if (up <= 0 || down <= 0) return null;
        return AreSame(a.Left, b.Left) ? new BinaryNode(BinaryOperation.RotateLeft, a.Left, a.Right) : null;
    }

    /// <summary>Bits of a value.</summary>
    internal static int WidthOf(Node node) => node.IsWide ? 64 : 32;

    /// <summary>The number that a node is; sign-extended if it is one of 32 bits.</summary>
    internal static long? ConstantOf(Node node) => node switch
    {
        ConstantNode constant => (long)constant.Value,
        UnaryNode { Operation: UnaryOperation.Low, Operand: ConstantNode constant } => (int)constant.Value,
        _ => null,
    };

    internal static bool AreSame(Node a, Node b) => ReferenceEquals(a, b) || (a, b) switch
    {
        (RegisterNode x, RegisterNode y) => x.Register == y.Register,
        (SlotNode x, SlotNode y) => x.Variable == y.Variable,
        (ConstantNode x, ConstantNode y) => x.Value == y.Value,
        (UnaryNode x, UnaryNode y) => x.Operation == y.Operation && AreSame(x.Operand, y.Operand),
        (BinaryNode x, BinaryNode y) => x.Operation == y.Operation && AreSame(x.Left, y.Left) && AreSame(x.Right, y.Right),
        _ => false,
    };
}
