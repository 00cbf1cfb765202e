using Waggle.Bpf.Instructions;

namespace Waggle.Verifier.Code;

/// <summary>Which registers still have a use before each slot: a bit each.</summary>
internal static class LiveRegisters
{
    /// <summary>Backward data flow over the slots of a program, function by function, to a fixed point.</summary>
    internal static ushort[] Of(ProgramText text)
    {
        ushort[] before = new ushort[text.Slots.Length];
        bool hasChanged = true;
        while (hasChanged)
        {
            hasChanged = false;
            for (int slot = before.Length - 1; slot >= 0; slot--)
            {
                ref readonly Instruction instruction = ref text.Slots[slot];
                int live = After(text, slot, instruction, before);
                live = (live & ~RegisterUse.Writes(instruction)) | RegisterUse.Reads(instruction);
                if ((text.Marks[slot] & SlotMarks.SecondHalf) != 0) live = slot + 1 < before.Length ? before[slot + 1] : 0;
                hasChanged |= before[slot] != (ushort)live;
                before[slot] = (ushort)live;
            }
        }

        return before;
    }

    private static int After(ProgramText text, int slot, in Instruction instruction, ushort[] before)
    {
        Opcode opcode = instruction.Opcode;
        int next = slot + (instruction.IsWide ? 2 : 1);
        int live = next < before.Length ? before[next] : 0;
        if (!opcode.IsJump) return live;
        return opcode.JumpOperation switch
        {
            JumpOperation.Exit => 0,
            JumpOperation.Call => live,
            JumpOperation.Always => At(before, slot + 1 + (opcode.Class == InstructionClass.Jmp ? instruction.Offset : instruction.Immediate)),
            _ => live | At(before, slot + 1 + instruction.Offset),
        };
    }

    private static int At(ushort[] before, int slot) => (uint)slot < (uint)before.Length ? before[slot] : 0;
}
