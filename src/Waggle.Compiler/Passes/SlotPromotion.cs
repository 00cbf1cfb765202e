using Waggle.Compiler.Ir;
using Waggle.Compiler.Layout;

namespace Waggle.Compiler.Passes;

/// <summary>Turns stack slots, field by field, into SSA values, and drops stores that nothing reads.</summary>
/// <remarks>A slot qualifies if its address never leaves the loads and stores that name it, so that no other instruction can see
/// it. Bytes that are accessed in one width only become one variable; others stay in memory.</remarks>
internal sealed class SlotPromotion : IPass
{
    public bool Run(Function function, PassContext context)
    {
        bool changed = false;
        while (RunOnce(function)) changed = true;
        return changed;
    }

    private static bool RunOnce(Function function)
    {
        bool changed = false;
        var variables = new Dictionary<Instruction, int>();
        int count = 0;
        foreach (StackSlot slot in SlotsOf(function))
        {
            SlotUses uses = SlotUses.Of(slot);
            if (uses.Escapes) continue;
            if (uses.Structs.Count > 0)
            {
                foreach (Instruction whole in uses.Structs) Expand(whole);
                changed = true;
                uses = SlotUses.Of(slot);
            }

            foreach (List<(Instruction Instruction, int Offset, int Size)> group in Overlapping(uses.Accesses))
            {
                if (!group.Exists(a => a.Instruction is Load))
                {
                    foreach ((Instruction store, _, _) in group) store.Remove();
                    changed = true;
                }
                else if (group.TrueForAll(a => a.Offset == group[0].Offset && a.Size == group[0].Size))
                {
                    foreach ((Instruction access, _, _) in group) variables[access] = count;
                    count++;
                }
            }
        }

        if (count == 0) return changed;
        new VariableRenaming(function, variables).Run();
        return true;
    }

    private static List<StackSlot> SlotsOf(Function function)
    {
        var slots = new List<StackSlot>();
        var seen = new HashSet<StackSlot>();
        foreach (Block block in function.Blocks)
        {
            foreach (Instruction instruction in block.Instructions)
            {
                foreach (Value operand in instruction.Operands)
                {
                    if (operand is StackSlot slot && seen.Add(slot)) slots.Add(slot);
                }
            }
        }

        return slots;
    }

    private static void Expand(Instruction whole)
    {
        Block block = whole.Block!;
        TypeLayout layout = whole is Copy { Layout: var copied } ? copied : ((Clear)whole).Layout;
        foreach (Piece piece in layout.Pieces)
        {
            Value value;
            Value destination;
            if (whole is Copy copy)
            {
                destination = copy.Destination;
                var load = new Load(copy.Source, piece.Offset, piece.Size, false);
                block.InsertBefore(whole, load);
                value = load;
            }
            else
            {
                destination = ((Clear)whole).Destination;
                value = piece.Size == 8 ? Constant.Int64(0) : Constant.Int32(0);
            }

            block.InsertBefore(whole, new Store(destination, piece.Offset, piece.Size, value));
        }

        whole.Remove();
    }

    private static IEnumerable<List<(Instruction Instruction, int Offset, int Size)>> Overlapping(
        List<(Instruction Instruction, int Offset, int Size)> accesses)
    {
        accesses.Sort((a, b) => a.Offset.CompareTo(b.Offset));
        for (int i = 0; i < accesses.Count;)
        {
            var group = new List<(Instruction, int, int)>();
            int end = accesses[i].Offset;
            do
            {
                group.Add(accesses[i]);
                end = Math.Max(end, accesses[i].Offset + accesses[i].Size);
                i++;
            }
            while (i < accesses.Count && accesses[i].Offset < end);
            yield return group;
        }
    }
}
