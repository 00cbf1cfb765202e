using Waggle.Bpf.Instructions;
using Waggle.Verifier.Numbers;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>What is learnt of one register holds for others: copies of a number, and of a pointer that may be null.</content>
internal sealed partial class Exploration
{
    // Who shares the value of an operand is written down: going back, all of them are precise or none (collect_linked_regs).
    private void NoteLinked(int left, int right)
    {
        LinkedNumbers linked = new();
        Collect(Registers[left], ref linked);
        if (right >= 0) Collect(Registers[right], ref linked);
        if (linked.Count > 1) Note(default, linked.Packed);
    }

    private void Collect(in RegisterState register, ref LinkedNumbers linked)
    {
        if (!register.IsScalar || register.Id == 0) return;
        for (int i = _state.Depth; i >= 0; i--)
        {
            Frame frame = _state[i];
            for (int number = 0; number < Frame.FramePointer; number++) Add(ref frame[number], i, number, isRegister: true, register.Id, ref linked);
            for (int slot = 0; slot < frame.SlotCount; slot++)
            {
                if (frame.Slots[slot].IsSpill) Add(ref frame.Slots[slot].Register, i, slot, isRegister: false, register.Id, ref linked);
            }
        }

        static void Add(ref RegisterState each, int frame, int index, bool isRegister, int id, ref LinkedNumbers linked)
        {
            if (!each.IsScalar || each.Id != id) return;
            // There is no room to remember more: it is not followed any further.
            if (!linked.TryAdd(frame, index, isRegister)) (each.Id, each.IsSum, each.Offset) = (0, false, 0);
        }
    }

    // What is known of a number now is known of its copies (sync_linked_regs).
    private static void SyncLinked(PathState state, RegisterState known)
    {
        foreach (ref RegisterState each in state.AllRegisters)
        {
            if (!each.IsScalar || each.Id != known.Id) continue;
            bool isSame = (!each.IsSum && !known.IsSum) || each.Offset == known.Offset;
            if (isSame)
            {
                (bool isSum, int offset) = (each.IsSum, each.Offset);
                each = known;
                (each.IsSum, each.Offset) = (isSum, offset);
                continue;
            }

            // Both are some number plus a constant: the one is the other plus the difference.
            Scalar difference = Scalar.Constant((ulong)((each.IsSum ? each.Offset : 0) - (known.IsSum ? known.Offset : 0)));
            each.Number = known.Number;
            Arithmetic.Apply(AluOperation.Add, is64: true, ref each.Number, difference);
            each.Number.RestoreConsistency();
        }
    }

    // A pointer was compared with zero (mark_ptr_or_null_regs).
    private void LearnNull(PathState state, RegisterState known, bool isNull)
    {
        if (isNull && known.ReferenceId != 0 && known.ReferenceId == known.Id) state.References.RemoveAll(reference => reference.Id == known.Id);
        foreach (ref RegisterState each in state.AllRegisters)
        {
            if (!each.MayBeNull || each.Id != known.Id || each.Kind != known.Kind) continue;
            if (isNull) each = RegisterState.Constant(0);
            else MarkNotNull(ref each);
        }
    }

    private void MarkNotNull(ref RegisterState register)
    {
        register.Traits &= ~RegisterTraits.MayBeNull;
        if (register.Kind == RegisterKind.MapValue) FindInnerMap(ref register);
        // Locks are known by the id of the value that they lie in.
        if (!MayHoldLock(register)) register.Id = 0;
    }
}
