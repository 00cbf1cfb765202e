namespace Waggle.Compiler.Ir;

/// <summary>Writes the low bytes of a value.</summary>
internal sealed class Store(Value address, int offset, int size, Value value) : Instruction(IrType.Void, address, value)
{
    internal Value Address => Operands[0];

    internal Value Value => Operands[1];

    internal int Offset { get; set; } = offset;

    internal int Size { get; } = size;

    internal override bool HasEffect => true;

    internal override bool WritesMemory => true;

    internal override Instruction Clone(Func<Value, Value> map) => new Store(map(Address), Offset, Size, map(Value)) { Position = Position };

    public override string ToString() => $"store{Size} +{Offset}";
}
