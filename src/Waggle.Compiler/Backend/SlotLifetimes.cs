using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Backend;

/// <summary>Where each stack slot holds something that is wanted later.</summary>
/// <remarks>A slot is touched by what uses its address, or an address computed from it. It is wanted from a touch to the last one
/// that can follow. A slot whose address is stored somewhere, and one that only the register allocator knows, is always wanted.</remarks>
internal sealed class SlotLifetimes
{
    private readonly Dictionary<StackSlot, Dictionary<Block, (int First, int Last)>> _ranges = [];

    internal SlotLifetimes(Function function)
    {
        var touches = new Dictionary<StackSlot, Dictionary<Instruction, bool>>();
        var lost = new HashSet<StackSlot>();
        foreach (Block block in function.Blocks)
        {
            foreach (Instruction instruction in block.Instructions)
            {
                foreach (Value operand in instruction.Operands)
                {
                    if (operand is not StackSlot slot || touches.ContainsKey(slot)) continue;
                    var found = touches[slot] = [];
                    if (!Follow(slot, found, [])) lost.Add(slot);
                }
            }
        }

        foreach ((StackSlot slot, Dictionary<Instruction, bool> found) in touches)
        {
            if (!lost.Contains(slot)) _ranges[slot] = Ranges(function, slot, found);
        }
    }

    internal bool Overlap(StackSlot a, StackSlot b)
    {
        if (!_ranges.TryGetValue(a, out var rangesA) || !_ranges.TryGetValue(b, out var rangesB)) return true;
        foreach ((Block block, (int First, int Last) range) in rangesA)
        {
            if (rangesB.TryGetValue(block, out (int First, int Last) other) && range.First <= other.Last && other.First <= range.Last) return true;
        }

        return false;
    }

    /// <summary>Collects the instructions that touch a slot; false if the address can't be followed.</summary>
    private static bool Follow(Value address, Dictionary<Instruction, bool> touches, HashSet<Value> path)
    {
        if (!path.Add(address)) return true;
        foreach (Instruction user in address.Users)
        {
            switch (user)
            {
                case Binary or Phi or Conversion:
                    touches[user] = true;
                    if (!Follow(user, touches, path)) return false;
                    break;
                case Store store when store.Value == address:
                    return false;
                default:
                    touches[user] = true;
                    break;
            }
        }

        return true;
    }

    private static Dictionary<Block, (int First, int Last)> Ranges(Function function, StackSlot slot, Dictionary<Instruction, bool> touches)
    {
        var inBlock = new Dictionary<Block, (int First, int Last, bool Filled)>();
        foreach (Block block in function.Blocks)
        {
            int first = -1, last = -1;
            bool filled = false;
            ulong covered = 0;
            bool isOpen = true;
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                Instruction instruction = block.Instructions[i];
                if (!touches.ContainsKey(instruction)) continue;
                if (first < 0) first = i;
                last = i;
                if (isOpen && instruction is Store store && store.Address == slot && slot.Size <= 64)
                {
                    covered |= (store.Size == 64 ? ulong.MaxValue : (1UL << store.Size) - 1) << store.Offset;
                    filled = covered == (slot.Size == 64 ? ulong.MaxValue : (1UL << slot.Size) - 1);
                }
                else if (!filled && !(instruction is Binary))
                {
                    isOpen = false;
                }
            }

            if (first >= 0) inBlock[block] = (first, last, filled);
        }

        HashSet<Block> wantedAtStart = Backward(function, inBlock);
        HashSet<Block> touchedBefore = Forward(function, inBlock);
        var ranges = new Dictionary<Block, (int First, int Last)>();
        foreach (Block block in function.Blocks)
        {
            bool before = touchedBefore.Contains(block) && wantedAtStart.Contains(block);
            bool after = block.Terminator!.Successors.Any(wantedAtStart.Contains) && (touchedBefore.Contains(block) || inBlock.ContainsKey(block));
            bool touched = inBlock.TryGetValue(block, out (int First, int Last, bool Filled) own);
            if (!before && !after && !touched) continue;
            ranges[block] = (before ? -1 : touched ? own.First : 0, after ? int.MaxValue : touched ? own.Last : block.Instructions.Count);
        }

        return ranges;
    }

    private static HashSet<Block> Backward(Function function, Dictionary<Block, (int First, int Last, bool Filled)> touches)
    {
        var wanted = new HashSet<Block>();
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = function.Blocks.Count - 1; i >= 0; i--)
            {
                Block block = function.Blocks[i];
                if (wanted.Contains(block)) continue;
                bool touched = touches.TryGetValue(block, out (int First, int Last, bool Filled) own);
                if (touched ? own.Filled : !block.Terminator!.Successors.Any(wanted.Contains)) continue;
                changed |= wanted.Add(block);
            }
        }

        return wanted;
    }

    private static HashSet<Block> Forward(Function function, Dictionary<Block, (int First, int Last, bool Filled)> touches)
    {
        var reached = new HashSet<Block>();
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (Block block in function.Blocks)
            {
                if (!reached.Contains(block) && block.Predecessors.Exists(p => touches.ContainsKey(p) || reached.Contains(p)))
                    changed |= reached.Add(block);
            }
        }

        return reached;
    }
}
