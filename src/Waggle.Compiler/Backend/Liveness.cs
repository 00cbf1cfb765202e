namespace Waggle.Compiler.Backend;

/// <summary>Which registers hold a value that is still wanted, at the end of each block.</summary>
internal sealed class Liveness
{
    private readonly ulong[][] _out;

    internal Liveness(MachineFunction function)
    {
        int words = (function.RegisterCount + 63) / 64;
        int count = function.Blocks.Count;
        _out = new ulong[count][];
        var gen = new ulong[count][];
        var kill = new ulong[count][];
        var atStart = new ulong[count][];
        var registers = new List<int>();
        for (int b = 0; b < count; b++)
        {
            (_out[b], gen[b], kill[b], atStart[b]) = (new ulong[words], new ulong[words], new ulong[words], new ulong[words]);
            foreach (MachineInstruction instruction in function.Blocks[b].Instructions)
            {
                registers.Clear();
                instruction.CollectUses(registers);
                foreach (int use in registers)
                {
                    if ((kill[b][use >> 6] & 1UL << use) == 0) gen[b][use >> 6] |= 1UL << use;
                }

                registers.Clear();
                instruction.CollectDefinitions(registers);
                foreach (int definition in registers) kill[b][definition >> 6] |= 1UL << definition;
            }
        }

        for (bool changed = true; changed;)
        {
            changed = false;
            for (int b = count - 1; b >= 0; b--)
            {
                foreach (MachineBlock successor in function.Blocks[b].Successors)
                {
                    for (int w = 0; w < words; w++) _out[b][w] |= atStart[successor.Index][w];
                }

                for (int w = 0; w < words; w++)
                {
                    ulong live = gen[b][w] | _out[b][w] & ~kill[b][w];
                    if (live == atStart[b][w]) continue;
                    atStart[b][w] = live;
                    changed = true;
                }
            }
        }
    }

    internal HashSet<int> AtEndOf(MachineBlock block)
    {
        var live = new HashSet<int>();
        ulong[] words = _out[block.Index];
        for (int w = 0; w < words.Length; w++)
        {
            for (ulong rest = words[w]; rest != 0; rest &= rest - 1)
                live.Add(w * 64 + System.Numerics.BitOperations.TrailingZeroCount(rest));
        }

        return live;
    }
}
