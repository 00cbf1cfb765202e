using Waggle.Compiler.Layout;

namespace Waggle.Compiler.Ir;

/// <summary>Address of a field of a kernel type, before it is decided how the field is read.</summary>
internal sealed class KernelField(Value structure, Type type, FieldLayout field) : Instruction(IrType.Int64, structure)
{
    internal Value Structure => Operands[0];

    internal Type StructureType { get; } = type;

    internal FieldLayout Field { get; } = field;

    internal override bool IsPure => true;

    internal override object Identity => Field;

    internal override Instruction Clone(Func<Value, Value> map) => new KernelField(map(Structure), StructureType, Field) { Position = Position };

    public override string ToString() => $"{StructureType.Name}.{Field.Field.Name}";
}
