using Waggle.Bpf.Instructions;
using Waggle.Verifier.Code;

namespace Waggle.Verifier.Graphs;

/// <summary>Where the blocks of a program begin, and where each leads.</summary>
internal sealed class BlockMap
{
    private readonly ProgramText _text;
    private readonly bool[] _starts;

    public BlockMap(ProgramText text)
    {
        _text = text;
        _starts = new bool[text.Slots.Length + 1];
        foreach (Subprogram function in text.Subprograms) _starts[function.Start] = true;
        for (int slot = 0; slot < text.Slots.Length; slot++)
        {
            if ((text.Marks[slot] & SlotMarks.SecondHalf) != 0 || !EndsBlock(text.Slots[slot])) continue;
            _starts[slot + 1] = true;
            if (Target(slot) is { } target && (uint)target < (uint)text.Slots.Length) _starts[target] = true;
        }
    }

    public bool IsStart(int slot) => _starts[slot];

    /// <summary>The blocks of a function: first slot, last instruction, the slot behind.</summary>
    public IEnumerable<(int Start, int Last, int End)> Of(Subprogram function)
    {
        (int start, int last) = (function.Start, function.Start);
        for (int slot = function.Start; slot < function.End; slot++)
        {
            if ((_text.Marks[slot] & SlotMarks.SecondHalf) == 0) last = slot;
            if (slot + 1 < function.End && !_starts[slot + 1]) continue;
            yield return (start, last, slot + 1);
            start = slot + 1;
        }
    }

    /// <summary>The slots that a block leads to: the one behind, and the target of a jump.</summary>
    /// <param name="last">The block's last instruction.</param>
    /// <param name="end">The slot behind the block.</param>
    /// <param name="function">Its function.</param>
    public IEnumerable<(int To, bool IsJump)> From(int last, int end, Subprogram function)
    {
        Instruction instruction = _text.Slots[last];
        bool isLeft = instruction.Opcode is { IsJump: true, JumpOperation: JumpOperation.Exit or JumpOperation.Always };
        if (!isLeft && end < function.End) yield return (end, false);
        if (EndsBlock(instruction) && Target(last) is { } target && target >= function.Start && target < function.End) yield return (target, true);
    }

    private int? Target(int slot)
    {
        Instruction instruction = _text.Slots[slot];
        if (instruction.Opcode.JumpOperation == JumpOperation.Exit) return null;
        bool isFar = instruction.Opcode is { JumpOperation: JumpOperation.Always, Class: InstructionClass.Jmp32 };
        return slot + 1 + (isFar ? instruction.Immediate : instruction.Offset);
    }

    private static bool EndsBlock(in Instruction instruction) => instruction.Opcode is { IsJump: true, JumpOperation: not JumpOperation.Call };
}
