namespace Waggle.Compiler.Ir;

/// <summary>Goes to one of two blocks by a comparison.</summary>
internal sealed class Branch(Condition condition, Value left, Value right, Block whenTrue, Block whenFalse) : Terminator(left, right)
{
    internal Condition Condition { get; set; } = condition;

    internal Value Left => Operands[0];

    internal Value Right => Operands[1];

    internal Block WhenTrue { get; private set; } = whenTrue;

    internal Block WhenFalse { get; private set; } = whenFalse;

    internal override IReadOnlyList<Block> Successors => WhenTrue == WhenFalse ? [WhenTrue] : [WhenTrue, WhenFalse];

    internal override void Redirect(Block from, Block to)
    {
        if (WhenTrue == from) WhenTrue = to;
        if (WhenFalse == from) WhenFalse = to;
    }

    public override string ToString() => $"if {Condition} -> {WhenTrue}, {WhenFalse}";
}
