namespace Waggle.Vm.Jit;

/// <summary>Makes one wide load of narrow ones that were shifted together: clang reads fields of packed structs byte by byte.</summary>
/// <remarks>Sound because an expression holds only loads between which nothing was stored, and checked ones were checked before.</remarks>
internal static class LoadCombining
{
    /// <summary>A part of a value: the loaded bytes, and where in the value they stand.</summary>
    private readonly record struct Part(Node Base, long Offset, int Width, int Shift);

    /// <summary>The wide load that an or, a sum or an exclusive or of two parts is, which have no bit in common; null if it is none.</summary>
    internal static Node? TryCombine(Node left, Node right)
    {
        if (left.IsWide != right.IsWide || !left.HasLoad || !right.HasLoad) return null;
        if (Read(left) is not { } a || Read(right) is not { } b) return null;
        if (a.Shift > b.Shift) (a, b) = (b, a);
        if (a.Width != b.Width || a.Width > 4 || !Nodes.AreSame(a.Base, b.Base)) return null;
        if (b.Offset != a.Offset + a.Width || b.Shift != a.Shift + 8 * a.Width) return null;

        Node load = new LoadNode(Nodes.Offset(a.Base, a.Offset), 2 * a.Width, isSigned: false);
        Node value = left.IsWide ? Nodes.ZeroExtend(load) : load;
        if (value.IsWide != left.IsWide) return null;
        return a.Shift == 0 ? value : new BinaryNode(BinaryOperation.ShiftLeft, value, ShiftCount(a.Shift, left.IsWide));
    }

    private static Node ShiftCount(int shift, bool isWide) => isWide ? Nodes.Constant((ulong)shift) : Nodes.Low(Nodes.Constant((ulong)shift));

    private static Part? Read(Node node)
    {
        int shift = 0;
        int width = Nodes.WidthOf(node);
        if (node is BinaryNode { Operation: BinaryOperation.ShiftLeft } shifted)
        {
            // Only the low bits of a count count; one with others is rare, and left as it is.
            if (Nodes.ConstantOf(shifted.Right) is not { } count || count < 0 || count >= width) return null;
            (shift, node) = ((int)count, shifted.Left);
        }

        if (node is UnaryNode { Operation: UnaryOperation.ZeroExtend } extended) node = extended.Operand;
        if (node is not LoadNode { IsSigned: false } load || shift + 8 * load.Width > width) return null;
        return load.Address is BinaryNode { Operation: BinaryOperation.Add, Right: ConstantNode offset } sum
            ? new(sum.Left, (long)offset.Value, load.Width, shift)
            : new(load.Address, 0, load.Width, shift);
    }
}
