namespace Waggle.Compiler.Ir;

/// <summary>A program: its blocks, the first one the entry.</summary>
internal sealed class Function(string name)
{
    private int _nextBlock;

    internal string Name { get; } = name;

    internal List<Block> Blocks { get; } = [];

    internal Block Entry => Blocks[0];

    internal ContextPointer Context { get; } = new();

    /// <summary>What it is called with, if it is no program but called by one.</summary>
    internal Argument[] Arguments { get; init; } = [];

    internal Block NewBlock()
    {
        var block = new Block(_nextBlock++);
        Blocks.Add(block);
        return block;
    }

    /// <summary>Blocks in an order in which each comes before those it leads to, loops aside.</summary>
    internal List<Block> ReversePostOrder()
    {
        var order = new List<Block>(Blocks.Count);
        var seen = new HashSet<Block> { Entry };
        var path = new Stack<(Block Block, int Next)>();
        path.Push((Entry, 0));
        while (path.TryPop(out (Block Block, int Next) top))
        {
            IReadOnlyList<Block> successors = top.Block.Terminator!.Successors;
            // The last successor first: so the first one directly follows its block in the result.
            int index = successors.Count - 1 - top.Next;
            if (index < 0)
            {
                order.Add(top.Block);
                continue;
            }

            path.Push((top.Block, top.Next + 1));
            if (seen.Add(successors[index])) path.Push((successors[index], 0));
        }

        order.Reverse();
        return order;
    }

    /// <summary>Drops blocks that nothing leads to, and finds each block's predecessors anew; phis follow.</summary>
    internal void UpdatePredecessors()
    {
        List<Block> order = ReversePostOrder();
        var reached = new HashSet<Block>(order);
        foreach (Block block in Blocks)
        {
            block.Predecessors.Clear();
            if (reached.Contains(block)) continue;
            foreach (Instruction instruction in block.Instructions) instruction.DropOperands();
        }

        Blocks.Clear();
        Blocks.AddRange(order);
        foreach (Block block in Blocks)
        {
            foreach (Block successor in block.Terminator!.Successors)
            {
                if (!successor.Predecessors.Contains(block)) successor.Predecessors.Add(block);
            }
        }

        foreach (Block block in Blocks)
        {
            foreach (Phi phi in block.Phis)
            {
                for (int i = phi.Sources.Count - 1; i >= 0; i--)
                {
                    if (!block.Predecessors.Contains(phi.Sources[i])) phi.RemoveSource(i);
                }
            }
        }
    }
}
