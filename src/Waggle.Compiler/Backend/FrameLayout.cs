using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Backend;

/// <summary>Gives stack slots their places below the frame pointer; slots that are never wanted at once share.</summary>
internal sealed class FrameLayout
{
    internal const int Limit = 512; // MAX_BPF_STACK, include/linux/filter.h

    private readonly Dictionary<StackSlot, int> _offsets = [];

    internal FrameLayout(MachineFunction machine, SlotLifetimes lifetimes)
    {
        var slots = new List<StackSlot>();
        foreach (MachineBlock block in machine.Blocks)
        {
            foreach (MachineInstruction instruction in block.Instructions)
            {
                if (instruction.Slot is { } slot && !slots.Contains(slot)) slots.Add(slot);
            }
        }

        Slots = slots;
        foreach (StackSlot slot in slots.OrderByDescending(s => s.Size))
        {
            int depth = Layout.Layouts.Align(slot.Size, slot.Alignment);
            while (slots.Exists(other => _offsets.TryGetValue(other, out int at) && -depth < at + other.Size && at < -depth + slot.Size
                && lifetimes.Overlap(slot, other))) depth += slot.Alignment;
            _offsets[slot] = -depth;
            Size = Math.Max(Size, depth);
        }
    }

    internal IReadOnlyList<StackSlot> Slots { get; }

    /// <summary>Bytes in use.</summary>
    internal int Size { get; }

    internal int OffsetOf(StackSlot slot) => _offsets[slot];
}
