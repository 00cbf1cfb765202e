using Waggle.Bpf.Instructions;
using Waggle.Verifier.Code;
using Waggle.Verifier.Kernels;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>What the processor may do on a wrong guess, for programs without CAP_PERFMON (Spectre variants 1 and 4).</content>
/// <remarks><c>sanitize_ptr_alu</c>, <c>sanitize_val_alu</c>, <c>sanitize_speculative_path</c> and <c>sanitize_check_bounds</c> in kernel/bpf/verifier.c.
/// A path that only a wrong guess takes is held to all rules. Until Linux 6.17 breaking one rejects the program; since then the path is
/// cut there by a barrier.</remarks>
internal sealed partial class Exploration
{
    // BPF_ALU_*: which register is masked, and of what sign the number is.
    private const int NumberIsTarget = 1, PointerIsTarget = 2, NegativeMask = 4, NumberMask = 8, ConstantMask = 16;
    private const int GoesDown = 1 << 8; // beside the kernel's bits
    private const string NotForUnprivileged = "pointer arithmetic with it prohibited for !root";

    private readonly SpeculationGuard[] _guards; // by slot; empty where nothing needs them
    private readonly Dictionary<int, int> _tailCallMaps = []; // by slot
    private int _mixedTailCall = -1;

    // One instruction of a path that only a guess takes; false where the path ends.
    private bool Speculate(in Instruction instruction)
    {
        bool hasBarriers = _profile.Has(KernelFeature.SpeculationBarriers);
        ref SpeculationGuard guard = ref _guards[_slot];
        if (hasBarriers && guard.HasBarrier) return false;
        try
        {
            return Step(instruction) && !(hasBarriers && guard.HasBarrierBehind);
        }
        catch (RejectionException e) when (e.Rule is not (Rule.TooComplex or Rule.CallsTooDeep))
        {
            if (!hasBarriers) throw new RejectionException(e.Rule, e.Slot, e.Message, isSpeculative: true);
            // The processor does not get past the barrier before it knows better; masks are not needed behind it.
            (guard.HasBarrier, guard.MaskKind) = (true, 0);
            return false;
        }
    }

    // The way of a branch that is never taken, with registers of which nothing is known: the comparison has not been made yet.
    private void GuessBranch(int notTaken, int left, int right)
    {
        if (_policy.MayLeak) return;
        PathState guess = Fork(notTaken, _slot, isGuess: true);
        guess.Registers[left] = RegisterState.Unknown;
        if (right >= 0) guess.Registers[right] = RegisterState.Unknown;
    }

    // A store to the stack that must be done before anything is read from there again.
    private void NoteUnsafeStore(in StackSlot slot, int at, int size, int value)
    {
        if (_policy.MayLeak) return;
        bool isUnsafe = value >= 0 && IsSpillable(Registers[value].Kind);
        for (int i = at; i < at + size; i++) isUnsafe |= slot[i] is not (SlotContent.Misc or SlotContent.Zero);
        if (isUnsafe) _guards[_slot].HasBarrierBehind = true;
    }

    private bool MustMask() => !_policy.MayLeak && _code[_slot].Opcode.Operand == Operand.Register && !_guards[_slot].HasBarrier;

    // Before a pointer is moved: how the number is masked. The mask is one for all paths; and what a mask makes of a wrong number, zero, is
    // followed too.
    private (int Kind, uint Limit) BeginMask(in RegisterState pointer, in RegisterState offset, int number, AluOperation operation, bool isReversed)
    {
        (int, uint) mask = default;
        bool isNegative = offset.Number.SMin < 0, isConstant = offset.Number.IsConstant;
        if (!_state.IsSpeculative)
        {
            if (!isConstant && isNegative != offset.Number.SMax < 0)
                throw Reject(Rule.Speculation, $"R{PointerRegister(!isReversed)} has unknown scalar with mixed signed bounds, {NotForUnprivileged}");
            bool goesDown = isNegative == (operation == AluOperation.Add);
            uint limit = LimitOf(pointer, goesDown, number, operation, isReversed);
            int kind = (isNegative ? NegativeMask : 0) | (isConstant ? ConstantMask : 0) | (isReversed ? PointerIsTarget : NumberIsTarget);
            if (!isConstant) _comparison.WantsSameNumbers = true;
            mask = (kind | (goesDown ? GoesDown : 0), limit);
        }

        if (isConstant) return mask;
        PathState guess = Fork(_slot + 1, _slot, isGuess: true);
        guess.Registers[number] = pointer;
        return mask;
    }

    // After it was moved: by how much, at most.
    private void EndMask(in RegisterState moved, (int Kind, uint Limit) mask, int number, AluOperation operation)
    {
        if (_state.IsSpeculative) return;
        uint limit = LimitOf(moved, (mask.Kind & GoesDown) != 0, number, operation, isReversed: false);
        KeepMask(mask.Kind & ~GoesDown, (uint)Math.Abs(unchecked((long)(int)(mask.Limit - limit))), number, operation);
    }

    private void KeepMask(int kind, uint limit, int number, AluOperation operation)
    {
        ref SpeculationGuard guard = ref _guards[_slot];
        if (guard.MaskKind != 0 && (guard.MaskKind != kind || guard.MaskLimit != limit))
            throw Reject(Rule.Speculation, $"R{number} tried to {Verb(operation)} from different maps, paths or scalars, {NotForUnprivileged}");
        (guard.MaskKind, guard.MaskLimit) = (kind, limit);
    }

    // How far a pointer may still go in a direction (retrieve_ptr_limit).
    private uint LimitOf(in RegisterState pointer, bool goesDown, int number, AluOperation operation, bool isReversed)
    {
        (uint limit, uint end) = pointer switch
        {
            { Kind: RegisterKind.Stack } => (unchecked((uint)-((long)pointer.Number.Value + pointer.Offset)), (uint)StackSize + (goesDown ? 1u : 0)),
            { Kind: RegisterKind.MapValue, MayBeNull: false } => (unchecked((uint)((goesDown ? pointer.Number.SMin : (long)pointer.Number.UMax) + pointer.Offset)), (uint)Map(pointer).ValueSizeInBytes),
            _ => throw Reject(Rule.Speculation, $"R{PointerRegister(isReversed)} has pointer with unsupported alu operation, {NotForUnprivileged}"),
        };
        return limit < end ? limit : throw Reject(Rule.Speculation, $"R{number} tried to {Verb(operation)} beyond pointer bounds, {NotForUnprivileged}");
    }

    // Wherever it was moved to, it points into what it is of, so that it can be masked later.
    private void CheckReach(in RegisterState moved, int number)
    {
        switch (moved.Kind)
        {
            case RegisterKind.Stack when !moved.Number.IsConstant:
                throw Reject(Rule.StackAccess, $"R{number} variable stack access prohibited for !root, var_off={moved.Number.Bits} off={moved.Offset}");
            case RegisterKind.Stack when moved.Offset + (long)moved.Number.Value is var offset and (>= 0 or < -StackSize):
                throw Reject(Rule.StackAccess, $"R{number} stack pointer arithmetic goes out of range, prohibited for !root; off={offset}");
            case RegisterKind.MapValue:
                CheckReachInValue(moved, number);
                return;
        }
    }

    // Inside of the value, and not where a lock or the like lies.
    private void CheckReachInValue(in RegisterState moved, int number)
    {
        string outside = $"R{number} pointer arithmetic of map value goes out of range, prohibited for !root";
        try
        {
            CheckRegion(number, moved.Offset, 1, Map(moved).ValueSizeInBytes, Rule.MapAccess);
        }
        catch (RejectionException e)
        {
            throw Reject(Rule.Speculation, $"{e.Message}\n{outside}");
        }

        (long low, long high) = (moved.Offset + moved.Number.SMin, moved.Offset + (long)moved.Number.UMax + 1);
        foreach (ValueField field in FieldsOf(moved))
        {
            if (low < field.Offset + field.Size && field.Offset < high)
                throw Reject(Rule.Speculation, $"{NameOf(field.Kind)} cannot be accessed directly by load/store\n{outside}");
        }
    }

    // A jump into a program of an array is masked by the array's size, so it is one array on all paths (record_func_map).
    private void NoteTailCallMap(int map)
    {
        if (_policy.MayLeak) return;
        if (!_tailCallMaps.TryAdd(_slot, map) && _tailCallMaps[_slot] != map) _mixedTailCall = _slot;
    }

    private void CheckTailCallMaps()
    {
        if (_mixedTailCall >= 0) throw new RejectionException(Rule.Speculation, _mixedTailCall, "tail_call abusing map_ptr");
    }

    private int PointerRegister(bool isReversed) => (int)(isReversed ? _code[_slot].Source : _code[_slot].Destination);

    private static string Verb(AluOperation operation) => operation == AluOperation.Add ? "add" : "sub";
}
