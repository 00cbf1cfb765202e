namespace Waggle.Compiler.Ir;

/// <summary>Which block every path to another passes: Cooper, Harvey and Kennedy's algorithm.</summary>
/// <remarks>Valid until the graph changes. Wants predecessors up to date.</remarks>
internal sealed class Dominators
{
    private readonly Dictionary<Block, int> _number = [];
    private readonly List<Block> _order;
    private readonly int[] _immediate;

    internal Dominators(Function function)
    {
        _order = function.ReversePostOrder();
        for (int i = 0; i < _order.Count; i++) _number[_order[i]] = i;
        _immediate = new int[_order.Count];
        Array.Fill(_immediate, -1);
        _immediate[0] = 0;
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = 1; i < _order.Count; i++)
            {
                int found = -1;
                foreach (Block predecessor in _order[i].Predecessors)
                {
                    int p = _number[predecessor];
                    if (_immediate[p] < 0) continue;
                    found = found < 0 ? p : Meet(found, p);
                }

                if (_immediate[i] == found) continue;
                _immediate[i] = found;
                changed = true;
            }
        }
    }

    internal IReadOnlyList<Block> Order => _order;

    /// <summary>The nearest dominator, or null for the entry.</summary>
    internal Block? Immediate(Block block)
    {
        int number = _number[block];
        return number == 0 ? null : _order[_immediate[number]];
    }

    internal bool Dominates(Block upper, Block lower)
    {
        int target = _number[upper];
        int at = _number[lower];
        while (at > target) at = _immediate[at];
        return at == target;
    }

    private int Meet(int a, int b)
    {
        while (a != b)
        {
            while (a > b) a = _immediate[a];
            while (b > a) b = _immediate[b];
        }

        return a;
    }
}
