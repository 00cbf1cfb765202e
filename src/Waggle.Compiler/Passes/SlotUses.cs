using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Passes;

/// <summary>How a stack slot is used: by plain accesses at known offsets, or in ways that cannot be followed.</summary>
internal sealed class SlotUses
{
    private const int LargestCopy = 64; // bytes: a larger struct stays in memory

    private SlotUses(StackSlot slot) => Slot = slot;

    internal StackSlot Slot { get; }

    /// <summary>Whether its address goes where it cannot be followed.</summary>
    internal bool Escapes { get; private set; }

    /// <summary>Loads and stores, with the offset in the slot.</summary>
    internal List<(Instruction Instruction, int Offset, int Size)> Accesses { get; } = [];

    /// <summary>Struct copies and clears.</summary>
    internal List<Instruction> Structs { get; } = [];

    internal static SlotUses Of(StackSlot slot)
    {
        var uses = new SlotUses(slot);
        uses.Collect(slot, 0);
        return uses;
    }

    private void Collect(Value address, int offset)
    {
        foreach (Instruction user in address.Users)
        {
            switch (user)
            {
                case Load load:
                    Accesses.Add((load, offset + load.Offset, load.Size));
                    break;
                case Store store when store.Value != address:
                    Accesses.Add((store, offset + store.Offset, store.Size));
                    break;
                case Copy copy when copy.Layout.Size <= LargestCopy && copy.Destination != copy.Source
                    && !(copy.Destination == address && copy.Source is KernelField && copy.Layout.Pieces.Length > 1):
                    if (!Structs.Contains(copy)) Structs.Add(copy);
                    break;
                case Clear clear when clear.Layout.Size <= LargestCopy:
                    Structs.Add(clear);
                    break;
                case Binary { Operator: BinaryOperator.Add, Right: Constant by } add when add.Left == address:
                    Collect(add, offset + (int)by.Number);
                    break;
                default:
                    Escapes = true;
                    break;
            }

            if (Escapes) return;
        }
    }
}
