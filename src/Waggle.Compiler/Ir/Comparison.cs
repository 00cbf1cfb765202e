namespace Waggle.Compiler.Ir;

/// <summary>1 if a condition holds, else 0.</summary>
internal sealed class Comparison(Condition condition, Value left, Value right) : Instruction(IrType.Int32, left, right)
{
    internal Condition Condition { get; } = condition;

    internal Value Left => Operands[0];

    internal Value Right => Operands[1];

    internal override bool IsPure => true;

    internal override object Identity => Condition;

    internal override Instruction Clone(Func<Value, Value> map) => new Comparison(Condition, map(Left), map(Right)) { Position = Position };

    public override string ToString() => $"compare {Condition}";
}
