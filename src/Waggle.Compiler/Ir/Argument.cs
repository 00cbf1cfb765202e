namespace Waggle.Compiler.Ir;

/// <summary>What a function is called with: one of R1 to R5 at its start.</summary>
/// <param name="index">Which argument, from 0.</param>
internal sealed class Argument(int index) : Value(IrType.Int64)
{
    internal int Index { get; } = index;

    public override string ToString() => $"arg{Index}";
}
