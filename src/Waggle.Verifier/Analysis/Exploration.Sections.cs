using Waggle.Verifier.Code;
using Waggle.Verifier.Kernels;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>Sections in which the program holds RCU, preemption or interrupts.</content>
internal sealed partial class Exploration
{
    private bool CallSection(string name)
    {
        switch (name)
        {
            case "bpf_rcu_read_lock":
                if (_state.RcuDepth++ > 0 && _policy.Kernel < new KernelVersion(6, 18)) throw Reject(Rule.RcuState, "nested rcu read lock (kernel function bpf_rcu_read_lock)");
                break;
            case "bpf_rcu_read_unlock":
                if (_state.RcuDepth == 0) throw Reject(Rule.RcuState, "unmatched rcu read unlock (kernel function bpf_rcu_read_unlock)");
                if (--_state.RcuDepth == 0) EndRcu();
                break;
            case "bpf_preempt_disable":
                _state.PreemptionDepth++;
                break;
            case "bpf_preempt_enable":
                if (_state.PreemptionDepth-- == 0) throw Reject(Rule.PreemptionState, "unmatched attempt to enable preemption (kernel function bpf_preempt_enable)");
                break;
            case "bpf_local_irq_save":
                SaveInterrupts();
                break;
            case "bpf_local_irq_restore":
                RestoreInterrupts();
                break;
            default:
                return false;
        }
        ForgetCallerSaved(_state.Current);
        return true;
    }

    // Outside of the section what was valid in it may be gone.
    private void EndRcu()
    {
        foreach (ref RegisterState each in _state.AllRegisters)
        {
            if (each.Has(RegisterTraits.Rcu)) each.Traits = (each.Traits & ~(RegisterTraits.Rcu | RegisterTraits.MayBeNull)) | RegisterTraits.Untrusted;
        }
    }

    private void SaveInterrupts()
    {
        (Frame frame, int slot) = FlagPlace();
        CheckStackRange(FirstArgument, Registers[FirstArgument].Offset, SlotSize, isWrite: true);
        if (frame.Slots[slot][0] == SlotContent.InterruptFlags) throw Reject(Rule.LockState, "expected uninitialized irq flag as arg#0");
        int id = ++_lastId;
        _state.References.Add(new(id, _slot, ReferenceKind.InterruptFlags, _state.Depth));
        _state.InterruptFlags = id;
        frame.Slots[slot].Contents = StackSlot.All(SlotContent.InterruptFlags);
        frame.Slots[slot].Register = new RegisterState { Kind = RegisterKind.Stack, ReferenceId = id };
        frame.Written |= 1ul << slot;
    }

    private void RestoreInterrupts()
    {
        (Frame frame, int slot) = FlagPlace();
        if (slot >= frame.SlotCount || frame.Slots[slot].Contents != StackSlot.All(SlotContent.InterruptFlags)) throw Reject(Rule.LockState, "expected an initialized irq flag as arg#0");
        int id = frame.Slots[slot].Register.ReferenceId;
        if (id != _state.InterruptFlags) throw Reject(Rule.LockState, "cannot restore irq state out of order");
        _state.References.RemoveAll(reference => reference.Id == id);
        _state.InterruptFlags = _state.References.Where(r => r.Kind == ReferenceKind.InterruptFlags).Select(r => r.Id).LastOrDefault();
        frame.Slots[slot] = default;
        frame.Written |= 1ul << slot;
    }

    private (Frame Frame, int Slot) FlagPlace()
    {
        RegisterState given = Registers[FirstArgument];
        int offset = given.Offset + (int)given.Number.Value;
        if (given.Kind != RegisterKind.Stack || !given.Number.IsConstant || offset % SlotSize != 0 || offset is > -SlotSize or < -StackSize)
            throw Reject(Rule.ArgumentType, "arg#0 doesn't point to an irq flag on stack");
        return (_state[given.Range], PlaceOf(offset).Slot);
    }
}
