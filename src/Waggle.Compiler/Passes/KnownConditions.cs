using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Passes;

/// <summary>Decides a branch, or a comparison, whose answer an earlier branch on every path has given.</summary>
/// <remarks>Sound because SSA values do not change: the same operands compare the same.</remarks>
internal sealed class KnownConditions : IPass
{
    public bool Run(Function function, PassContext context)
    {
        var facts = new Facts(new Dominators(function));
        bool changed = false;
        foreach (Block block in function.Blocks)
        {
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                switch (block.Instructions[i])
                {
                    case Comparison comparison when facts.Ask(block, comparison.Condition, comparison.Left, comparison.Right) is { } holds:
                        if (!comparison.IsUsed) break;
                        comparison.ReplaceBy(Constant.Int32(holds ? 1 : 0));
                        changed = true;
                        break;
                    case Branch branch when facts.Ask(block, branch.Condition, branch.Left, branch.Right) is { } holds:
                        block.SetTerminator(new Jump(holds ? branch.WhenTrue : branch.WhenFalse));
                        changed = true;
                        break;
                }
            }
        }

        if (changed) function.UpdatePredecessors();
        return changed;
    }
}
