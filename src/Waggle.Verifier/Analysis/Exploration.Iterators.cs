using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Verifier.Code;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>Iterators: they lie on the stack, and their loops end when the next item is null (<c>process_iter_next_call</c>).</content>
internal sealed partial class Exploration
{
    private const int Active = 1, Drained = 2; // in Range of what is known of an iterator; MapId counts its rounds

    private static readonly Dictionary<string, int> s_iteratorSizes = new(StringComparer.Ordinal)
    {
        // Where there are no kernel types to ask: include/uapi/linux/bpf.h, kernel/bpf/helpers.c.
        ["num"] = 8,
        ["bits"] = 16,
    };

    private int IteratorSlots(string name)
    {
        if (_policy.KernelTypes is { } types && types.TryFind($"bpf_iter_{name}", out _, out BtfComposite? found)) return ((int)found.SizeInBytes + 7) / 8;
        return s_iteratorSizes.TryGetValue(name, out int size) ? size / 8 : throw Reject(Rule.IteratorState, $"the size of struct bpf_iter_{name} is not known without the kernel's types");
    }

    /// <summary>What stands for the name of a kind of iterator in a register's type.</summary>
    internal static int IteratorTag(string name) => string.GetHashCode(name, StringComparison.Ordinal) | 1;

    private (Frame Frame, int Slot) IteratorPlace(int register, int slots)
    {
        RegisterState given = Registers[register];
        if (given.Kind != RegisterKind.Stack) throw Reject(Rule.ArgumentType, $"arg#{register - FirstArgument} expected pointer to an iterator on stack");
        if (!given.Number.IsConstant) throw Reject(Rule.IteratorState, "iter has to be at a constant offset");
        int offset = given.Offset + (int)given.Number.Value;
        if (offset % SlotSize != 0 || offset > -SlotSize * slots || offset < -StackSize) throw Reject(Rule.IteratorState, $"cannot pass in iter at an offset={offset}");
        return (_state[given.Range], PlaceOf(offset).Slot);
    }

    private void NewIterator(string name, bool isInRcu)
    {
        if (name == "css_task" && !_state.IsSleepable && _program.Type != ProgramType.Lsm && !(_program.Type == ProgramType.Tracing && _program.ExpectedAttachType == (uint)AttachType.TraceIter))
            throw Reject(Rule.KernelFunctionNotForProgram, "css_task_iter is only allowed in bpf_lsm, bpf_iter and sleepable progs");
        int slots = IteratorSlots(name);
        (Frame frame, int slot) = IteratorPlace(FirstArgument, slots);
        CheckStackRange(FirstArgument, Registers[FirstArgument].Offset, SlotSize * slots, isWrite: true);
        for (int i = 0; i < slots; i++)
        {
            if (frame.Slots[slot - i][0] == SlotContent.Iterator && frame.Slots[slot - i].Register.Range != 0)
                throw Reject(Rule.IteratorState, $"expected uninitialized iter_{name} as arg #0");
            DestroyDynamicPointer(frame, slot - i);
        }
        int id = Acquire();
        for (int i = 0; i < slots; i++)
        {
            frame.Slots[slot - i].Contents = StackSlot.All(SlotContent.Iterator);
            frame.Slots[slot - i].Register = new RegisterState
            {
                Kind = RegisterKind.Stack,
                TypeId = IteratorTag(name),
                Range = Active,
                ReferenceId = i == 0 ? id : 0,
                Traits = isInRcu ? (IsInRcu ? RegisterTraits.Rcu : RegisterTraits.Untrusted) : RegisterTraits.None,
            };
            frame.Written |= 1ul << (slot - i);
        }
    }

    private ref StackSlot FindIterator(int register, string name)
    {
        int slots = IteratorSlots(name);
        (Frame frame, int slot) = IteratorPlace(register, slots);
        for (int i = 0; i < slots; i++)
        {
            bool isFine = slot < frame.SlotCount && frame.Slots[slot - i].Contents == StackSlot.All(SlotContent.Iterator)
                && frame.Slots[slot - i].Register.TypeId == IteratorTag(name) && (i != 0 || frame.Slots[slot].Register.ReferenceId != 0);
            if (!isFine) throw Reject(Rule.IteratorState, $"expected an initialized iter_{name} as arg #{register - FirstArgument}");
            MarkStackRead(Registers[register].Range, 1ul << (slot - i));
        }
        if (frame.Slots[slot].Register.Has(RegisterTraits.Untrusted))
            throw Reject(Rule.RcuState, "expected an RCU CS when using bpf_iter_" + name);
        return ref frame.Slots[slot];
    }

    // The loop goes on with an item, on another path; this one has come to the end, and gets null.
    private void NextItem(string name, RegisterState item)
    {
        ref StackSlot iterator = ref FindIterator(FirstArgument, name);
        int frameNumber = Registers[FirstArgument].Range;
        int slot = PlaceOf(Registers[FirstArgument].Offset + (int)Registers[FirstArgument].Number.Value).Slot;
        ForgetCallerSaved(_state.Current);
        if (iterator.Register.Range == Active)
        {
            PathState? earlier = EarlierVisit(_state.Parent?.Parent, _slot);
            PathState inside = Fork(_slot + 1, _slot);
            ref StackSlot copy = ref inside[frameNumber].Slots[slot];
            copy.Register.MapId++;
            // An item that is memory of the iterator goes with it.
            if (item.Kind == RegisterKind.Memory) item.ReferenceId = copy.Register.ReferenceId;
            inside.Registers[Result] = item;
            if (earlier is not null) Widen(earlier, inside);
        }

        iterator.Register.Range = Drained;
        Registers[Result] = RegisterState.Constant(0);
    }

    private void EndIterator(string name)
    {
        int slots = IteratorSlots(name);
        ref StackSlot iterator = ref FindIterator(FirstArgument, name);
        int id = iterator.Register.ReferenceId;
        (Frame frame, int slot) = IteratorPlace(FirstArgument, slots);
        ReleaseReference(id, $"iter_{name} reference has not been acquired before");
        for (int i = 0; i < slots; i++)
        {
            frame.Slots[slot - i] = default;
            frame.Written |= 1ul << (slot - i);
        }
        ForgetCallerSaved(_state.Current);
    }

    private bool IsIteratorActive()
    {
        ref readonly RegisterState given = ref Registers[FirstArgument];
        if (given.Kind != RegisterKind.Stack || !given.Number.IsConstant) return false;
        int slot = PlaceOf(given.Offset + (int)given.Number.Value).Slot;
        Frame frame = _state[given.Range];
        return slot < frame.SlotCount && frame.Slots[slot][0] == SlotContent.Iterator && frame.Slots[slot].Register.Range == Active;
    }

    // Whether some iterator has been asked since: then it is another round, and no endless loop.
    private bool IteratorsDiffer(PathState old)
    {
        for (int i = old.Depth; i >= 0; i--)
        {
            for (int slot = 0; slot < old[i].SlotCount; slot++)
            {
                ref readonly StackSlot before = ref old[i].Slots[slot];
                if (before[0] != SlotContent.Iterator || before.Register.Range != Active) continue;
                if (_state[i].Slots[slot].Register.MapId != before.Register.MapId) return true;
            }
        }
        return false;
    }
}
