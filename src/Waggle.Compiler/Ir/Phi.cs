namespace Waggle.Compiler.Ir;

/// <summary>The value that belongs to the block from which control came.</summary>
internal sealed class Phi(IrType type) : Instruction(type)
{
    private readonly List<Block> _sources = [];

    /// <summary>Where each operand comes from.</summary>
    internal IReadOnlyList<Block> Sources => _sources;

    internal void AddSource(Block block, Value value)
    {
        _sources.Add(block);
        AddOperand(value);
    }

    internal void RemoveSource(int index)
    {
        _sources.RemoveAt(index);
        RemoveOperand(index);
    }

    internal void ReplaceSource(Block from, Block to)
    {
        int index = _sources.IndexOf(from);
        if (index >= 0) _sources[index] = to;
    }

    internal Value? ValueFrom(Block block)
    {
        int index = _sources.IndexOf(block);
        return index < 0 ? null : Operands[index];
    }

    public override string ToString() => "phi";
}
