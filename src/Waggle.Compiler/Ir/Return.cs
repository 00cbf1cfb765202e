namespace Waggle.Compiler.Ir;

/// <summary>Ends the program.</summary>
internal sealed class Return(params ReadOnlySpan<Value> value) : Terminator(value)
{
    internal override IReadOnlyList<Block> Successors => [];

    internal override void Redirect(Block from, Block to)
    {
    }

    public override string ToString() => "return";
}
