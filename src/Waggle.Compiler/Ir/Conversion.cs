namespace Waggle.Compiler.Ir;

/// <summary>Changes a value's width or byte order.</summary>
internal sealed class Conversion(ConversionKind kind, IrType type, Value value) : Instruction(type, value)
{
    internal ConversionKind Kind { get; } = kind;

    internal Value Operand => Operands[0];

    internal override bool IsPure => true;

    internal override object Identity => (Kind, Type);

    internal override Instruction Clone(Func<Value, Value> map) => new Conversion(Kind, Type, map(Operand)) { Position = Position };

    public override string ToString() => $"{Kind}.{Type}";
}
