
namespace Waggle.Verifier.States;

/// <summary>Whether a newer state is safe because an older one was (<c>states_equal</c> in kernel/bpf/verifier.c).</summary>
internal sealed class StateComparison
{
    private static readonly RegisterState s_unknown = RegisterState.Unknown;

    private readonly IdMap _ids = new();
    private readonly ushort[] _live;
    private readonly bool _readsUninitializedStack, _isAllPrecise;

    /// <param name="live">Registers in use before each slot.</param>
    /// <param name="readsUninitializedStack">Whether programs may read stack that nobody wrote, as privileged ones may.</param>
    /// <param name="isAllPrecise">Whether every number decides something: of programs without CAP_BPF nobody finds out which do.</param>
    internal StateComparison(ushort[] live, bool readsUninitializedStack, bool isAllPrecise = false) =>
        (_live, _readsUninitializedStack, _isAllPrecise) = (live, readsUninitializedStack, isAllPrecise);

    /// <summary>Whether numbers must be the same, not within one another: each that is added to a pointer is to be seen
    /// (<c>explore_alu_limits</c>).</summary>
    public bool WantsSameNumbers { get; set; }

    /// <summary>See <see cref="Analysis.Exploration.TellsSpilledPointers"/>.</summary>
    public bool TellsSpilledPointers { get; set; }

    /// <summary>Compares two states at one slot.</summary>
    public bool AreEqual(PathState old, PathState current, Exactness exactness, int lastId)
    {
        if (old.Depth != current.Depth || (old.IsSpeculative && !current.IsSpeculative)) return false;
        _ids.Clear(lastId);
        if (old.LockMap != current.LockMap || !_ids.Match(old.LockId, current.LockId)) return false;
        if (old.RcuDepth != current.RcuDepth || old.PreemptionDepth != current.PreemptionDepth || old.IsSleepable != current.IsSleepable
            || !_ids.Match(old.InterruptFlags, current.InterruptFlags))
            return false;
        if (old.References.Count != current.References.Count) return false;
        for (int i = 0; i < old.References.Count; i++)
        {
            if (old.References[i].Kind != current.References[i].Kind || !_ids.Match(old.References[i].Id, current.References[i].Id)) return false;
        }

        for (int i = 0; i <= old.Depth; i++)
        {
            if (old[i].CallSite != current[i].CallSite) return false;
            int slot = i == old.Depth ? current.Slot : current[i + 1].CallSite;
            if (!AreEqual(old[i], current[i], exactness, _live[slot])) return false;
        }
        return true;
    }

    /// <summary>Whether all registers of the frames that run are the same, ids included: only then a loop may have come to no end.</summary>
    public static bool MayLoop(PathState old, PathState current)
    {
        if (old.Depth != current.Depth) return false;
        for (int i = 0; i < Frame.RegisterCount; i++)
        {
            if (!old.Registers[i].IsLike(current.Registers[i]) || old.Registers[i].Id != current.Registers[i].Id) return false;
        }
        return true;
    }

    private bool AreEqual(Frame old, Frame current, Exactness exactness, int live)
    {
        if (old.CallbackDepth > current.CallbackDepth) return false;
        for (int i = 0; i < Frame.FramePointer; i++)
        {
            if ((live >> i & 1) != 0 && !IsSafe(old.Registers[i], current.Registers[i], exactness)) return false;
        }
        return IsStackSafe(old, current, exactness);
    }

    private bool IsSafe(in RegisterState old, in RegisterState current, Exactness exactness)
    {
        if (exactness == Exactness.Exact) return IsSame(old, current);
        if (old.Kind == RegisterKind.NotInitialized) return exactness == Exactness.Loose || current.Kind == RegisterKind.NotInitialized;
        if (old.Kind != current.Kind || old.Traits != current.Traits) return false;
        switch (old.Kind)
        {
            case RegisterKind.Scalar:
                if (WantsSameNumbers) return old.IsLike(current) && _ids.MatchNumbers(old.Id, current.Id);
                if (!old.IsPrecise && !_isAllPrecise && exactness == Exactness.Loose) return true;
                if (old.Id != 0 && (old.IsSum != current.IsSum || (old.IsSum && old.Offset != current.Offset))) return false;
                return _ids.MatchNumbers(old.Id, current.Id) && old.Number.Includes(current.Number);
            case RegisterKind.MapKey or RegisterKind.MapValue or RegisterKind.Memory or RegisterKind.Buffer or RegisterKind.TracepointBuffer:
                return IsAtTheSame(old, current) && old.Number.Includes(current.Number)
                    && _ids.Match(old.Id, current.Id) && _ids.Match(old.ReferenceId, current.ReferenceId);
            case RegisterKind.PacketMeta or RegisterKind.Packet:
                if (old.Range < 0 || current.Range < 0 ? old.Range != current.Range : old.Range > current.Range) return false;
                return old.Offset == current.Offset && _ids.Match(old.Id, current.Id) && old.Number.Includes(current.Number);
            case RegisterKind.Arena:
                return true;
            default:
                return IsSame(old, current);
        }
    }

    private bool IsSame(in RegisterState old, in RegisterState current) =>
        old.IsLike(current) && _ids.Match(old.Id, current.Id) && _ids.Match(old.ReferenceId, current.ReferenceId);

    private static bool IsAtTheSame(in RegisterState old, in RegisterState current) =>
        old.Offset == current.Offset && old.Range == current.Range && old.Map == current.Map && old.MapId == current.MapId && old.TypeId == current.TypeId && old.DynamicId == current.DynamicId;

    private bool IsStackSafe(Frame old, Frame current, Exactness exactness)
    {
        if (TellsSpilledPointers && HoldsUnknownPointer(old, current)) return false;
        for (int i = 0; i < old.SlotCount; i++)
        {
            ref readonly StackSlot before = ref old.Slots[i];
            if (exactness != Exactness.Loose && (i >= current.SlotCount || before.Contents != current.Slots[i].Contents)) return false;
            if (exactness == Exactness.Loose && (old.Read >> i & 1) == 0) continue;
            if (before.Contents == 0) continue;
            if (_readsUninitializedStack && before.Contents == StackSlot.All(SlotContent.Misc) && i >= current.SlotCount) continue;
            if (i >= current.SlotCount)
            {
                if (!IsNothingNeeded(before)) return false;
                continue;
            }
            if (!IsSlotSafe(before, current.Slots[i], exactness)) return false;
        }
        return true;
    }

    private static bool HoldsUnknownPointer(Frame old, Frame current)
    {
        for (int i = 0; i < current.SlotCount; i++)
        {
            bool isKnown = i < old.SlotCount && old.Slots[i].IsSpill;
            if ((old.Read >> i & 1) != 0 && !isKnown && current.Slots[i] is { IsSpill: true, Register.IsScalar: false }) return true;
        }
        return false;
    }

    private bool IsNothingNeeded(in StackSlot slot)
    {
        for (int b = 0; b < 8; b++)
        {
            if (slot[b] != SlotContent.Invalid && !(slot[b] == SlotContent.Misc && _readsUninitializedStack)) return false;
        }
        return true;
    }

    private bool IsSlotSafe(in StackSlot old, in StackSlot current, Exactness exactness)
    {
        // A spilled number, and bytes of which nothing is known, are both numbers to whoever reads all eight.
        if (TryNumber(old, out RegisterState oldNumber) && TryNumber(current, out RegisterState currentNumber))
            return IsSafe(oldNumber, currentNumber, exactness);
        for (int b = 0; b < 8; b++)
        {
            (SlotContent was, SlotContent now) = (old[b], current[b]);
            if (was == SlotContent.Invalid || (was == SlotContent.Misc && (_readsUninitializedStack || now == SlotContent.Zero))) continue;
            if (was != now) return false;
        }

        switch (old[0])
        {
            case SlotContent.Spill:
                return IsSafe(old.Register, current.Register, exactness);
            case SlotContent.DynamicPointer:
                return old.Register.Range == current.Register.Range && old.Register.Traits == current.Register.Traits && _ids.Match(old.Register.ReferenceId, current.Register.ReferenceId);
            case SlotContent.Iterator:
                // How often it was asked is not compared: that would keep loops from converging.
                return old.Register.Kind == current.Register.Kind && old.Register.TypeId == current.Register.TypeId && old.Register.Traits == current.Register.Traits
                    && old.Register.Range == current.Register.Range && _ids.Match(old.Register.ReferenceId, current.Register.ReferenceId);
            case SlotContent.InterruptFlags:
                return _ids.Match(old.Register.ReferenceId, current.Register.ReferenceId);
            default:
                return true;
        }
    }

    private bool TryNumber(in StackSlot slot, out RegisterState number)
    {
        if (slot.IsFullSpill && slot.Register.IsScalar)
        {
            number = slot.Register;
            return true;
        }

        number = s_unknown;
        for (int b = 0; b < 8; b++)
        {
            if (slot[b] != SlotContent.Misc && !(slot[b] == SlotContent.Invalid && _readsUninitializedStack)) return false;
        }
        return true;
    }
}
