using Waggle.Bpf.Instructions;

namespace Waggle.Verifier.Code;

/// <summary>Walks a program once and marks where paths part and meet.</summary>
internal static class ControlFlow
{
    private const int TimerSetCallback = 170; // bpf_timer_set_callback
    private static readonly int[] s_callers = [164, 180, 181, 209]; // bpf_for_each_map_elem, bpf_find_vma, bpf_loop, bpf_user_ringbuf_drain

    /// <summary>Marks what can be reached, and how.</summary>
    /// <param name="text">The program.</param>
    /// <param name="allowsLoops">Whether a path may come back to where it was.</param>
    /// <param name="allowsFallingBack">Whether it may do so by other than a jump, as where a loop is entered in its middle.</param>
    /// <exception cref="RejectionException">A path leaves the program or a function, or something can't be reached.</exception>
    internal static void Mark(ProgramText text, bool allowsLoops, bool allowsFallingBack)
    {
        ReadOnlySpan<Instruction> code = text.Slots;
        byte[] colours = new byte[code.Length]; // 0: not seen, 1: on the way, 2: done
        Stack<(int Slot, int Edge)> way = new();
        way.Push((0, 0));
        colours[0] = 1;
        text.Marks[0] |= SlotMarks.Reachable;
        Span<int> targets = stackalloc int[3];
        while (way.TryPop(out (int Slot, int Edge) at))
        {
            int count = Edges(text, at.Slot, targets);
            if (at.Edge == count)
            {
                colours[at.Slot] = 2;
                continue;
            }

            way.Push((at.Slot, at.Edge + 1));
            int next = targets[at.Edge];
            if (next < 0 || next >= code.Length)
                throw new RejectionException(Rule.JumpOutOfProgram, at.Slot, $"jump out of range from insn {at.Slot} to {next}");
            if ((text.Marks[next] & SlotMarks.SecondHalf) != 0)
                throw new RejectionException(Rule.JumpIntoImmediate, at.Slot, $"jump into the middle of ldimm64 insn {next - 1}");
            if (colours[next] == 1 && !(allowsLoops && (allowsFallingBack || IsJump(code[at.Slot]))))
                throw new RejectionException(Rule.LoopNotAllowed, at.Slot, $"back-edge from insn {at.Slot} to {next}");
            if (colours[next] != 0) continue;
            colours[next] = 1;
            text.Marks[next] |= SlotMarks.Reachable;
            way.Push((next, 0));
        }

        for (int slot = 0; slot < code.Length; slot++)
        {
            if ((text.Marks[slot] & (SlotMarks.Reachable | SlotMarks.SecondHalf)) == 0 && !text.IsExceptionCallback(slot))
                throw new RejectionException(Rule.Unreachable, slot, $"unreachable insn {slot}");
        }
    }

    private static bool IsJump(in Instruction instruction) =>
        instruction.IsWide || instruction.Opcode is { IsJump: true, JumpOperation: not (JumpOperation.Call or JumpOperation.Exit) };

    private static int Edges(ProgramText text, int slot, Span<int> targets)
    {
        ref readonly Instruction instruction = ref text.Slots[slot];
        Opcode opcode = instruction.Opcode;
        if (instruction.IsWide)
        {
            targets[0] = slot + 2;
            if (instruction.Source != (Register)PseudoSource.Function) return 1;
            Mark(text, slot, SlotMarks.Checkpoint);
            targets[1] = slot + instruction.Immediate + 1;
            MarkTarget(text, targets[1]);
            MarkTarget(text, slot + 2);
            return 2;
        }

        targets[0] = slot + 1;
        if (!opcode.IsJump) return 1;
        switch (opcode.JumpOperation)
        {
            case JumpOperation.Exit:
                return 0;
            case JumpOperation.Always:
                targets[0] = slot + 1 + (opcode.Class == InstructionClass.Jmp ? instruction.Offset : instruction.Immediate);
                MarkTarget(text, targets[0]);
                return 1;
            case JumpOperation.Call:
                return CallEdges(text, slot, instruction, targets);
            default:
                Mark(text, slot, SlotMarks.Checkpoint);
                if (opcode.JumpOperation == JumpOperation.MayGoto) Mark(text, slot, SlotMarks.ForcedCheckpoint);
                targets[1] = slot + 1 + instruction.Offset;
                MarkTarget(text, targets[1]);
                return 2;
        }
    }

    private static int CallEdges(ProgramText text, int slot, in Instruction call, Span<int> targets)
    {
        switch ((CallKind)call.Source)
        {
            case CallKind.Function:
                Mark(text, slot, SlotMarks.Checkpoint);
                MarkTarget(text, slot + 1);
                targets[1] = slot + 1 + call.Immediate;
                MarkTarget(text, targets[1]);
                return 2;
            case CallKind.Helper when call.Immediate == TimerSetCallback:
                Mark(text, slot, SlotMarks.Checkpoint);
                break;
            case CallKind.Helper when Array.IndexOf(s_callers, call.Immediate) >= 0:
                Mark(text, slot, SlotMarks.Checkpoint | SlotMarks.ForcedCheckpoint | SlotMarks.JumpTarget | SlotMarks.CallsBack);
                break;
            case CallKind.KernelFunction when text.ExternAt(slot) is { } name:
                if (name.StartsWith("bpf_iter_", StringComparison.Ordinal) && name.EndsWith("_next", StringComparison.Ordinal))
                    Mark(text, slot, SlotMarks.Checkpoint | SlotMarks.ForcedCheckpoint | SlotMarks.IteratorNext);
                else if (name is "bpf_rbtree_add_impl") Mark(text, slot, SlotMarks.Checkpoint | SlotMarks.ForcedCheckpoint | SlotMarks.JumpTarget | SlotMarks.CallsBack);
                else if (name is "bpf_wq_set_callback_impl") Mark(text, slot, SlotMarks.Checkpoint);
                break;
        }

        return 1;
    }

    private static void Mark(ProgramText text, int slot, SlotMarks marks) => text.Marks[slot] |= marks;

    private static void MarkTarget(ProgramText text, int slot)
    {
        if ((uint)slot < (uint)text.Marks.Length) text.Marks[slot] |= SlotMarks.Checkpoint | SlotMarks.JumpTarget;
    }
}
