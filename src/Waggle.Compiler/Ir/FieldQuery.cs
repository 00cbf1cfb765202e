using Waggle.Bpf.Objects;

namespace Waggle.Compiler.Ir;

/// <summary>A question about a field of a kernel type, before it is known which field the address means.</summary>
internal sealed class FieldQuery(Value field, CoreRelocationKind kind) : Instruction(IrType.Int64, field)
{
    internal Value Field => Operands[0];

    internal CoreRelocationKind Kind { get; } = kind;

    internal override bool IsPure => true;

    internal override object Identity => Kind;

    internal override Instruction Clone(Func<Value, Value> map) => new FieldQuery(map(Field), Kind) { Position = Position };

    public override string ToString() => $"{Kind}?";
}
