using System.Reflection;

namespace Waggle.Compiler.Ir;

/// <summary>The map in a field of a map's class. Becomes a <see cref="MapConstant"/> once it is known which map that is.</summary>
internal sealed class CompanionMap(Value map, FieldInfo field) : Instruction(IrType.Int64, map)
{
    internal Value Map => Operands[0];

    internal FieldInfo Field { get; } = field;

    internal override bool IsPure => true;

    internal override object Identity => Field;

    internal override Instruction Clone(Func<Value, Value> map) => new CompanionMap(map(Map), Field) { Position = Position };

    public override string ToString() => $"companion {Field.Name}";
}
