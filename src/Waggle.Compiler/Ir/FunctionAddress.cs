namespace Waggle.Compiler.Ir;

/// <summary>The address of a function, which a helper calls back.</summary>
internal sealed class FunctionAddress(IrFunction function) : Value(IrType.Int64)
{
    internal IrFunction Function { get; } = function;

    public override string ToString() => $"&{Function.Name}";
}
