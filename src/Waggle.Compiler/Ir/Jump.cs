namespace Waggle.Compiler.Ir;

/// <summary>Goes to a block.</summary>
internal sealed class Jump(Block target) : Terminator
{
    internal Block Target { get; private set; } = target;

    internal override IReadOnlyList<Block> Successors => [Target];

    internal override void Redirect(Block from, Block to)
    {
        if (Target == from) Target = to;
    }

    public override string ToString() => $"jump {Target}";
}
