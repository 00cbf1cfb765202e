namespace Waggle.Compiler.Ir;

/// <summary>Address of room on the stack, the same wherever it is asked for.</summary>
internal sealed class StackSlot(string name, int size, int alignment) : Value(IrType.Int64)
{
    internal string Name { get; } = name;

    internal int Size { get; } = size;

    /// <summary>What each access needs; slots of 8 bytes and more are aligned to 8.</summary>
    internal int Alignment { get; } = size >= 8 ? 8 : Math.Max(alignment, size >= 4 ? 4 : size >= 2 ? 2 : 1);

    public override string ToString() => $"&{Name}[{Size}]";
}
