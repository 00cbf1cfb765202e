using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Passes;

/// <summary>Decides branches on constants, joins blocks that always follow each other, and drops blocks that only jump on.</summary>
internal sealed class ControlFlowCleanup : IPass
{
    public bool Run(Function function, PassContext context)
    {
        bool changed = false;
        while (DecideBranches(function) | SkipEmptyBlocks(function) | Join(function)) changed = true;
        return changed;
    }

    private static bool DecideBranches(Function function)
    {
        bool changed = false;
        foreach (Block block in function.Blocks)
        {
            if (block.Terminator is not Branch branch) continue;
            Block target;
            if (branch.WhenTrue == branch.WhenFalse) target = branch.WhenTrue;
            else if (branch.Left is Constant left && branch.Right is Constant right)
                target = branch.Condition.Holds(left, right) ? branch.WhenTrue : branch.WhenFalse;
            else continue;
            block.SetTerminator(new Jump(target));
            changed = true;
        }

        if (changed) function.UpdatePredecessors();
        return changed;
    }

    /// <summary>Leads the predecessors of a block that holds only a jump straight to its target, where the target's phis allow it.</summary>
    private static bool SkipEmptyBlocks(Function function)
    {
        bool changed = false;
        foreach (Block block in function.Blocks)
        {
            if (block.Instructions.Count != 1 || block.Terminator is not Jump { Target: { } target } || target == block || block == function.Entry) continue;
            if (target.PhiCount > 0 && block.Predecessors.Exists(p => target.Predecessors.Contains(p))) continue;
            if (block.Predecessors.Count == 0) continue;
            foreach (Phi phi in target.Phis)
            {
                Value value = phi.ValueFrom(block)!;
                foreach (Block predecessor in block.Predecessors) phi.AddSource(predecessor, value);
            }

            foreach (Block predecessor in block.Predecessors) predecessor.Terminator!.Redirect(block, target);
            function.UpdatePredecessors();
            return true; // the list of blocks is new
        }

        return changed;
    }

    private static bool Join(Function function)
    {
        bool changed = false;
        foreach (Block block in function.Blocks)
        {
            while (block.Terminator is Jump { Target: { } next } && next != block && next != function.Entry
                && next.Predecessors.Count == 1 && next.Predecessors[0] == block && next.Terminator is not null)
            {
                block.Terminator.Remove();
                foreach (Instruction instruction in next.Instructions)
                {
                    if (instruction is Phi phi)
                    {
                        phi.ReplaceBy(phi.Operands[0]);
                        phi.DropOperands();
                        continue;
                    }

                    block.Append(instruction);
                }

                foreach (Block successor in block.Terminator!.Successors)
                {
                    foreach (Phi phi in successor.Phis) phi.ReplaceSource(next, block);
                    int index = successor.Predecessors.IndexOf(next);
                    if (index >= 0) successor.Predecessors[index] = block;
                }

                next.Instructions.Clear();
                next.Predecessors.Clear();
                changed = true;
            }
        }

        if (changed)
        {
            function.Blocks.RemoveAll(b => b.Instructions.Count == 0);
            function.UpdatePredecessors();
        }

        return changed;
    }
}
