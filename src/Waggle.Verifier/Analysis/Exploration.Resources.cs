using Waggle.Bpf.Objects;
using Waggle.Verifier.Code;
using Waggle.Verifier.Kernels;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>Locks, timers and kernel pointers in map values.</content>
internal sealed partial class Exploration
{
    private void CheckMapUse(in CallFacts facts, string name)
    {
        if (facts.Map is not { } map) return;
        if (!MapUses.Takes(map.Type, facts.Helper, _program.Type, (AttachType)_program.ExpectedAttachType))
            throw Reject(Rule.MapNotForHelper, $"cannot pass map_type {(int)map.Type} into func {name}#{facts.Helper}");
    }

    // One lock at a time, and it is given back by its own name (process_spin_lock).
    private void TakeLock(int register, in RegisterState given, bool takes)
    {
        if (!given.Number.IsConstant)
            throw Reject(Rule.LockState, $"R{register} doesn't have constant offset. bpf_spin_lock has to be at the constant offset");
        if (given.Kind == RegisterKind.MapValue)
        {
            MapSpec map = Map(given);
            ValueField? field = FieldsOf(given).Where(f => f.Kind == ValueFieldKind.SpinLock).Select(f => (ValueField?)f).FirstOrDefault();
            if (field is not { } found)
                throw Reject(Rule.LockState, $"map '{map.Name}' has no valid bpf_spin_lock");
            if (found.Offset != given.Offset + (long)given.Number.Value)
                throw Reject(Rule.LockState, $"off {given.Offset + (long)given.Number.Value} doesn't point to 'struct bpf_spin_lock' that is at {found.Offset}");
        }

        if (takes)
        {
            if (_state.LockId != 0) throw Reject(Rule.LockState, "Locking two bpf_spin_locks are not allowed");
            (_state.LockId, _state.LockMap) = (LockIdOf(given), given.Map);
            return;
        }

        if (_state.LockId == 0) throw Reject(Rule.LockState, "bpf_spin_unlock without taking a lock");
        if (_state.LockId != LockIdOf(given) || _state.LockMap != given.Map)
            throw Reject(Rule.LockState, "bpf_spin_unlock of different lock");
        (_state.LockId, _state.LockMap) = (0, -1);
        // Objects that others may free once the lock is gone can't be used any more.
        RegisterState invalid = Invalid;
        foreach (ref RegisterState each in _state.AllRegisters)
        {
            if (each.Has(RegisterTraits.NonOwning)) each = invalid;
        }
    }

    private void CheckTimer(int register, in RegisterState given, ref CallFacts facts)
    {
        CheckFieldPlace(register, given, ValueFieldKind.Timer);
        if (facts.Map is not null) throw Reject(Rule.ArgumentType, "Two map pointers in a timer helper");
        (facts.Map, facts.MapIndex, facts.MapId) = (Map(given), given.Map, given.MapId);
    }

    private void CheckFieldPlace(int register, in RegisterState given, ValueFieldKind kind)
    {
        string name = NameOf(kind);
        if (!given.Number.IsConstant)
            throw Reject(Rule.ArgumentType, $"R{register} doesn't have constant offset. {name} has to be at the constant offset");
        ValueField? field = FieldsOf(given).Where(f => f.Kind == kind).Select(f => (ValueField?)f).FirstOrDefault();
        if (field is not { } found) throw Reject(Rule.ArgumentType, $"map '{Map(given).Name}' has no valid {name}");
        long offset = given.Offset + (long)given.Number.Value;
        if (found.Offset != offset) throw Reject(Rule.ArgumentType, $"off {offset} doesn't point to 'struct {name}' that is at {found.Offset}");
    }

    private void CheckKernelPointerPlace(int register, in RegisterState given, ref CallFacts facts)
    {
        if (given.Kind != RegisterKind.MapValue) return;
        if (!given.Number.IsConstant) throw Reject(Rule.ArgumentType, $"R{register} doesn't have constant offset. kptr has to be at the constant offset");
        if (FieldsOf(given).All(f => f.Kind != ValueFieldKind.KernelPointer)) throw Reject(Rule.ArgumentType, $"map '{Map(given).Name}' has no valid kptr");
        long offset = given.Offset + (long)given.Number.Value;
        foreach (ValueField field in FieldsOf(given))
        {
            if (field.Kind != ValueFieldKind.KernelPointer || field.Offset != offset) continue;
            if (!field.IsReferenced) throw Reject(Rule.ArgumentType, $"off={offset} kptr isn't referenced kptr");
            (facts.TypeId, facts.Types) = (field.TypeId, TypeSource.Program);
            facts.Exchanged = (IsKernelType(field.TypeId) ? RegisterTraits.None : RegisterTraits.Allocated)
                | (field.Tag == "percpu_kptr" ? RegisterTraits.PerCpu : RegisterTraits.None);
            return;
        }
        throw Reject(Rule.ArgumentType, $"off={offset} doesn't point to kptr");
    }

    // Whether the kernel has a struct of this name: otherwise it is one of the program's own.
    private bool IsKernelType(int typeId) =>
        _policy.KernelTypes is { } kernel && _text.Object.Btf is { } types && kernel.TryFind(types[typeId].Name, out _, out Waggle.Bpf.Types.BtfComposite? _);

    private void CheckNothingHeld(string? atTailCall = null)
    {
        foreach (Reference reference in _state.References)
        {
            if (_state.Current.IsCallback && reference.Frame != _state.Depth) continue;
            string kept = $"Unreleased reference id={reference.Id} alloc_insn={reference.Slot}";
            throw Reject(Rule.ReferenceLeak, atTailCall is null ? kept : $"{kept}\n{atTailCall}");
        }
    }
}
