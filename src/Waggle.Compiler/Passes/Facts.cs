using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Passes;

/// <summary>What branches on the way to a block tell about a comparison.</summary>
internal sealed class Facts(Dominators dominators)
{
    /// <summary>Whether the comparison holds in <paramref name="block"/>; null if that is not known.</summary>
    internal bool? Ask(Block block, Condition condition, Value left, Value right)
    {
        Block at = block;
        while (dominators.Immediate(at) is { } upper)
        {
            // The edge from upper to at is on every path only if at has no other way in.
            if (at.Predecessors.Count == 1 && AskEdge(upper, at, condition, left, right) is { } answer) return answer;
            at = upper;
        }

        return null;
    }

    /// <summary>The same on the edge between two blocks alone.</summary>
    internal static bool? AskEdge(Block from, Block to, Condition condition, Value left, Value right)
    {
        if (from.Terminator is not Branch branch || branch.WhenTrue == branch.WhenFalse) return null;
        if (!Same(branch.Left, left) || !Same(branch.Right, right)) return null;
        if (branch.WhenTrue != to && branch.WhenFalse != to) return null;
        Condition known = branch.WhenTrue == to ? branch.Condition : branch.Condition.Negate();
        if (known == condition) return true;
        if (known == condition.Negate()) return false;
        return known switch
        {
            Condition.Equal => condition.HoldsForEqual(),
            Condition.Less or Condition.Greater or Condition.LessUnsigned or Condition.GreaterUnsigned when condition == Condition.Equal => false,
            Condition.Less or Condition.Greater or Condition.LessUnsigned or Condition.GreaterUnsigned when condition == Condition.NotEqual => true,
            _ => null,
        };
    }

    internal static bool Same(Value a, Value b) =>
        a == b || a is Constant x && b is Constant y && x.Type == y.Type && x.Number == y.Number;
}
