namespace Waggle.Compiler.Ir;

/// <summary>A map, as an argument of a helper.</summary>
internal sealed class MapConstant(IrMap map) : Value(IrType.Int64)
{
    internal IrMap Map { get; } = map;

    public override string ToString() => $"map {Map.Name}";
}
