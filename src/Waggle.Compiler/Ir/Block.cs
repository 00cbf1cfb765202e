namespace Waggle.Compiler.Ir;

/// <summary>A run of instructions entered at its start and left at its end.</summary>
internal sealed class Block(int id)
{
    internal int Id { get; } = id;

    /// <summary>Phis first, a terminator last.</summary>
    internal List<Instruction> Instructions { get; } = [];

    /// <summary>Blocks that jump here, each once. Kept by <see cref="Function.UpdatePredecessors"/>.</summary>
    internal List<Block> Predecessors { get; } = [];

    internal Terminator? Terminator => Instructions.Count > 0 ? Instructions[^1] as Terminator : null;

    internal void Append(Instruction instruction)
    {
        instruction.Block = this;
        Instructions.Add(instruction);
    }

    internal void Insert(int index, Instruction instruction)
    {
        instruction.Block = this;
        Instructions.Insert(index, instruction);
    }

    internal void InsertBefore(Instruction place, Instruction instruction)
    {
        instruction.Position = place.Position;
        Insert(Instructions.IndexOf(place), instruction);
    }

    internal void InsertBeforeTerminator(Instruction instruction) => InsertBefore(Terminator!, instruction);

    internal IEnumerable<Phi> Phis => Instructions.TakeWhile(i => i is Phi).Cast<Phi>();

    internal int PhiCount
    {
        get
        {
            int count = 0;
            while (count < Instructions.Count && Instructions[count] is Phi) count++;
            return count;
        }
    }

    /// <summary>Puts another terminator at the end. Phis of blocks that are no longer reached are the caller's business.</summary>
    internal void SetTerminator(Terminator terminator)
    {
        if (Terminator is { } old)
        {
            terminator.Position = old.Position;
            old.Remove();
        }

        Append(terminator);
    }

    public override string ToString() => $"b{Id}";
}
