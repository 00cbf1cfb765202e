namespace Waggle.Compiler.Ir;

/// <summary>The last instruction of a block.</summary>
internal abstract class Terminator(params ReadOnlySpan<Value> operands) : Instruction(IrType.Void, operands)
{
    internal abstract IReadOnlyList<Block> Successors { get; }

    internal override bool HasEffect => true;

    /// <summary>Leads to another block instead of <paramref name="from"/>.</summary>
    internal abstract void Redirect(Block from, Block to);
}
