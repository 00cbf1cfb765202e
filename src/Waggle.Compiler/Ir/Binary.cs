namespace Waggle.Compiler.Ir;

/// <summary>Arithmetic of two operands of the result's type.</summary>
internal sealed class Binary(BinaryOperator @operator, Value left, Value right) : Instruction(left.Type, left, right)
{
    internal BinaryOperator Operator { get; } = @operator;

    internal Value Left => Operands[0];

    internal Value Right => Operands[1];

    internal override bool IsPure => true;

    internal override object Identity => Operator;

    internal bool IsCommutative => Operator is BinaryOperator.Add or BinaryOperator.Multiply or BinaryOperator.And
        or BinaryOperator.Or or BinaryOperator.Xor;

    internal override Instruction Clone(Func<Value, Value> map) => new Binary(Operator, map(Left), map(Right)) { Position = Position };

    public override string ToString() => $"{Operator}.{Type}";
}
