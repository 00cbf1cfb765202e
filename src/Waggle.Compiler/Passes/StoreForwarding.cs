using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Passes;

/// <summary>Takes a value that was just stored on the stack from where it came instead of loading it again.</summary>
/// <remarks>Follows a block and those that only it leads to. Sound because a stack slot changes only by what is given its address:
/// a store or a call with an address of unknown origin ends all knowledge, a helper that may write to an argument ends that of the
/// argument's slot, and a slot whose address is itself stored is never followed.</remarks>
internal sealed class StoreForwarding : IPass
{
    private readonly record struct Place(StackSlot Slot, int Offset, int Size);

    public bool Run(Function function, PassContext context)
    {
        HashSet<StackSlot> leaked = Leaked(function);
        var atEnd = new Dictionary<Block, Dictionary<Place, Value>>();
        bool changed = false;
        foreach (Block block in function.ReversePostOrder())
        {
            var known = block.Predecessors.Count == 1 && atEnd.TryGetValue(block.Predecessors[0], out Dictionary<Place, Value>? before)
                ? new Dictionary<Place, Value>(before)
                : [];
            foreach (Instruction instruction in block.Instructions.ToArray()) changed |= Visit(block, instruction, known, leaked);
            atEnd[block] = known;
        }

        return changed;
    }

    private static bool Visit(Block block, Instruction instruction, Dictionary<Place, Value> known, HashSet<StackSlot> leaked)
    {
        switch (instruction)
        {
            case Load load when SlotAt(load.Address, load.Offset) is var (slot, offset):
                var place = new Place(slot, offset, load.Size);
                if (known.TryGetValue(place, out Value? value))
                {
                    load.ReplaceBy(Extended(block, load, value));
                    load.Remove();
                    return true;
                }

                if (load.Size >= 4 && !leaked.Contains(slot)) known[place] = load;
                return false;
            case Store store:
                if (SlotAt(store.Address, store.Offset) is not var (target, at))
                {
                    if (MayBeStack(store.Address)) known.Clear();
                    return false;
                }

                Forget(known, p => p.Slot == target && p.Offset < at + store.Size && at < p.Offset + p.Size);
                if (!leaked.Contains(target)) known[new Place(target, at, store.Size)] = store.Value;
                return false;
            case Call call:
                for (int i = 0; i < call.Operands.Count; i++)
                {
                    if ((call.ReadOnly & 1u << i) != 0) continue;
                    if (SlotAt(call.Operands[i], 0) is var (given, _)) Forget(known, p => p.Slot == given);
                    else if (MayBeStack(call.Operands[i])) known.Clear();
                }

                return false;
            case { WritesMemory: true }:
                known.Clear();
                return false;
            default:
                return false;
        }
    }

    private static Value Extended(Block block, Load load, Value value)
    {
        if (load.Size >= 4) return value;
        var extended = new Conversion(
            (load.Size, load.IsSigned) switch
            {
                (1, false) => ConversionKind.Zero8,
                (1, true) => ConversionKind.Sign8,
                (_, false) => ConversionKind.Zero16,
                _ => ConversionKind.Sign16,
            },
            IrType.Int32,
            value);
        block.InsertBefore(load, extended);
        return extended;
    }

    private static void Forget(Dictionary<Place, Value> known, Predicate<Place> predicate)
    {
        foreach (Place place in known.Keys.ToArray())
        {
            if (predicate(place)) known.Remove(place);
        }
    }

    private static (StackSlot Slot, int Offset)? SlotAt(Value address, int offset)
    {
        while (address is Binary { Operator: BinaryOperator.Add, Right: Constant by } add)
        {
            offset += (int)by.Number;
            address = add.Left;
        }

        return address is StackSlot slot ? (slot, offset) : null;
    }

    /// <summary>Whether an address may be of the stack: all but those that come from elsewhere for certain.</summary>
    private static bool MayBeStack(Value address)
    {
        while (address is Binary { Operator: BinaryOperator.Add, Right: Constant } add) address = add.Left;
        return address is not (Constant or MapConstant or ContextPointer or GlobalAddress or FunctionAddress or Call { Target: not FunctionTarget });
    }

    /// <summary>Slots whose address is kept in memory, from where anything may use it.</summary>
    private static HashSet<StackSlot> Leaked(Function function)
    {
        var leaked = new HashSet<StackSlot>();
        foreach (Block block in function.Blocks)
        {
            foreach (Instruction instruction in block.Instructions)
            {
                if (instruction is Store store && SlotAt(store.Value, 0) is var (slot, _)) leaked.Add(slot);
                if (instruction is Phi or Binary { Right: not Constant } or Conversion)
                {
                    foreach (Value operand in instruction.Operands)
                    {
                        if (SlotAt(operand, 0) is var (mixed, _)) leaked.Add(mixed);
                    }
                }
            }
        }

        return leaked;
    }
}
