namespace Waggle.Compiler.Ir;

/// <summary>What a program is called with: R1 at its start.</summary>
internal sealed class ContextPointer() : Value(IrType.Int64)
{
    public override string ToString() => "ctx";
}
