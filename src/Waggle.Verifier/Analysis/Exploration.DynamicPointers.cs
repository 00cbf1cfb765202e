using Waggle.Bpf.Catalog;
using Waggle.Verifier.Code;
using Waggle.Verifier.Kernels;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>Dynptrs: two slots of the stack that only helpers touch (<c>process_dynptr_func</c> in kernel/bpf/verifier.c).</content>
internal sealed partial class Exploration
{
    private const int FirstSlot = 1, SecondSlot = 2; // in Map of what is known of a slot

    private void CheckDynamicPointer(HelperArgument argument, int register, in RegisterState given, ref CallFacts facts)
    {
        if (argument.IsWritten && !argument.IsRead)
        {
            DynamicKind kind = (argument.Traits & ArgumentTraits.RingMemory) != 0 ? DynamicKind.Ring : DynamicKind.Local;
            MarkDynamicPointer(register, given, kind, kind == DynamicKind.Ring ? Acquire() : 0);
            return;
        }

        if (given.Kind == RegisterKind.DynamicPointer)
        {
            (facts.DynamicId, facts.DynamicKind, facts.ReferenceId) = (given.Id, (DynamicKind)given.Range, given.ReferenceId);
            return;
        }

        if (FindDynamicPointer(given) is not { } found) throw Reject(Rule.DynamicPointerState, $"Expected an initialized dynptr as arg #{register - FirstArgument}");
        var actual = (DynamicKind)found.Range;
        bool isWrong = (argument.Traits & ArgumentTraits.RingMemory) != 0 && actual != DynamicKind.Ring;
        if (isWrong) throw Reject(Rule.DynamicPointerState, $"Expected a dynptr of type ringbuf as arg #{register - FirstArgument}");
        (facts.DynamicId, facts.DynamicKind) = (found.Id, actual);
        if (facts.Helper == DynamicData) facts.ReferenceId = found.ReferenceId;
        (int slot, _) = PlaceOf(given.Offset + (int)given.Number.Value);
        MarkStackRead(given.Range, 3ul << (slot - 1));
    }

    // What is known of an initialised dynptr; null if there is none at this place.
    private RegisterState? FindDynamicPointer(in RegisterState given)
    {
        int offset = given.Offset + (int)given.Number.Value;
        if (given.Kind != RegisterKind.Stack || !given.Number.IsConstant || offset % SlotSize != 0 || offset is > -2 * SlotSize or < -StackSize) return null;
        Frame frame = _state[given.Range];
        (int slot, _) = PlaceOf(offset);
        if (slot >= frame.SlotCount || slot < 1) return null;
        ref readonly StackSlot first = ref frame.Slots[slot];
        ref readonly StackSlot second = ref frame.Slots[slot - 1];
        ulong full = StackSlot.All(SlotContent.DynamicPointer);
        return first.Contents == full && second.Contents == full && first.Register.Map == FirstSlot ? first.Register : null;
    }

    private void MarkDynamicPointer(int register, in RegisterState given, DynamicKind kind, int referenceId)
    {
        if (given.Kind != RegisterKind.Stack) throw Reject(Rule.DynamicPointerState, "Dynptr has to be an uninitialized dynptr");
        if (!given.Number.IsConstant) throw Reject(Rule.DynamicPointerState, "dynptr has to be at a constant offset");
        int offset = given.Offset + (int)given.Number.Value;
        if (offset % SlotSize != 0 || offset is > -2 * SlotSize or < -StackSize) throw Reject(Rule.DynamicPointerState, $"cannot pass in dynptr at an offset={offset}");
        CheckStackRange(register, given.Offset, 2 * SlotSize, isWrite: true);
        Frame frame = _state[given.Range];
        (int slot, _) = PlaceOf(offset);
        if (FindDynamicPointer(given) is { ReferenceId: not 0 }) throw Reject(Rule.DynamicPointerState, "Dynptr has to be an uninitialized dynptr");
        if (!_profile.Has(KernelFeature.DynamicPointersMadeAnew) && (IsDynamicPointer(frame, slot) || IsDynamicPointer(frame, slot - 1)))
            throw Reject(Rule.DynamicPointerState, "Dynptr has to be an uninitialized dynptr");
        DestroyDynamicPointer(frame, slot);
        DestroyDynamicPointer(frame, slot - 1);
        int id = ++_lastId;
        for (int i = slot; i >= slot - 1; i--)
        {
            frame.Slots[i].Contents = StackSlot.All(SlotContent.DynamicPointer);
            frame.Slots[i].Register = new RegisterState
            {
                Kind = RegisterKind.DynamicPointer,
                Range = (int)kind,
                Map = i == slot ? FirstSlot : SecondSlot,
                Id = id,
                ReferenceId = referenceId,
            };
        }
        frame.Written |= 3ul << (slot - 1);
    }

    private static bool IsDynamicPointer(Frame frame, int slot) => slot < frame.SlotCount && frame.Slots[slot][0] == SlotContent.DynamicPointer;

    // Bytes are written over a dynptr: it is none any more, and neither is memory that was got from it.
    private void DestroyDynamicPointer(Frame frame, int slot)
    {
        if (!IsDynamicPointer(frame, slot)) return;
        RegisterState known = frame.Slots[slot].Register;
        if (known.ReferenceId != 0) throw Reject(Rule.DynamicPointerState, "cannot overwrite referenced dynptr");
        int first = known.Map == FirstSlot ? slot : slot + 1;
        for (int i = first; i >= first - 1; i--) frame.Slots[i] = default;
        RegisterState invalid = Invalid;
        foreach (ref RegisterState each in _state.AllRegisters)
        {
            if (each.Kind == RegisterKind.Memory && each.DynamicId != 0 && each.DynamicId == known.Id) each = invalid;
        }
    }

    private void RefuseDynamicPointers(in RegisterState pointer, int size)
    {
        Frame frame = _state[pointer.Range];
        int low = pointer.Offset + (int)pointer.Number.Value;
        for (int place = low; place < low + size; place++)
        {
            (int slot, int at) = PlaceOf(place);
            if (frame.Slots[slot][at] == SlotContent.DynamicPointer)
                throw Reject(Rule.DynamicPointerState, $"potential write to dynptr at off={place} disallowed");
        }
    }

    private void ReleaseDynamicPointer(in RegisterState given)
    {
        if (FindDynamicPointer(given) is not { } known) throw Reject(Rule.ReferenceUnknown, "reference has not been acquired before");
        _state.References.RemoveAll(reference => reference.Id == known.ReferenceId);
        // Clones of it end with it.
        for (int i = 0; i <= _state.Depth; i++)
        {
            Frame frame = _state[i];
            for (int slot = 0; slot < frame.SlotCount; slot++)
            {
                if (frame.Slots[slot][0] == SlotContent.DynamicPointer && frame.Slots[slot].Register.ReferenceId == known.ReferenceId)
                {
                    frame.Slots[slot] = default;
                    frame.Written |= 1ul << slot;
                }
            }
        }
        ForgetReference(_state, known.ReferenceId);
    }
}
