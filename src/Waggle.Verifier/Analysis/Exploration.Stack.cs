using System.Numerics;
using Waggle.Bpf.Instructions;
using Waggle.Verifier.Code;
using Waggle.Verifier.Kernels;
using Waggle.Verifier.Numbers;
using Waggle.Verifier.Proofs;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>The stack: registers are spilled to it whole, and come back as they were (<c>check_stack_read</c>, <c>check_stack_write</c>).</content>
internal sealed partial class Exploration
{
    private const int StackSize = 512, SlotSize = 8;

    private void AccessStack(int register, int offset, int size, bool isWrite, int value)
    {
        CheckStackRange(register, offset, size, isWrite);
        ref readonly RegisterState pointer = ref Registers[register];
        if (pointer.Number.IsConstant)
        {
            int place = offset + (int)pointer.Number.Value;
            if (isWrite) WriteStack(_state[pointer.Range], pointer.Range, place, size, value);
            else ReadStack(_state[pointer.Range], pointer.Range, place, size, value);
            return;
        }

        if (isWrite) WriteStackSomewhere(register, offset, size, value);
        else ReadStackSomewhere(register, offset, size, value);
    }

    // Within the frame, and room is made (check_stack_access_within_bounds).
    private void CheckStackRange(int register, int offset, int size, bool isWrite)
    {
        ref readonly RegisterState pointer = ref Registers[register];
        Frame frame = _state[pointer.Range];
        long low, high;
        string kind = isWrite ? " write to" : " read from";
        if (pointer.Number.IsConstant) (low, high) = ((long)pointer.Number.Value + offset, (long)pointer.Number.Value + offset + size);
        else
        {
            if (pointer.Number.SMax >= LargestOffset || pointer.Number.SMin <= -LargestOffset)
                throw Reject(Rule.StackAccess, $"invalid unbounded variable-offset{kind} stack R{register}");
            (low, high) = (pointer.Number.SMin + offset, pointer.Number.SMax + offset + size);
        }

        long lowest = isWrite || _policy.MayLeak ? -StackSize : -SlotSize * frame.SlotCount;
        if (low < lowest || low > -1 || high > 0 || size < 0)
            throw Reject(Rule.StackAccess, pointer.Number.IsConstant
                ? $"invalid{kind} stack R{register} off={low} size={size}"
                : $"invalid variable-offset{kind} stack R{register} var_off={pointer.Number.Bits} off={offset} size={size}");
        frame.Grow((int)(-low + SlotSize - 1) / SlotSize);
        Subprogram function = _text.Subprograms[frame.Subprogram];
        function.StackDepth = Math.Max(function.StackDepth, (int)-low);
    }

    private static (int Slot, int Offset) PlaceOf(int offset)
    {
        int slot = (-offset - 1) / SlotSize;
        return (slot, offset + SlotSize * (slot + 1));
    }

    private void WriteStack(Frame frame, int frameNumber, int offset, int size, int value)
    {
        (int number, int at) = PlaceOf(offset);
        if (!_policy.MayLeak && frame.Slots[number] is { IsSpill: true, Register.IsScalar: false } && size != SlotSize)
            throw Reject(Rule.StackCorrupted, "attempt to corrupt spilled pointer on stack");
        NoteUnsafeStore(frame.Slots[number], at, size, value);
        DestroyDynamicPointer(frame, number);
        ref StackSlot slot = ref frame.Slots[number];
        ref readonly Instruction instruction = ref _code[_slot];
        bool isConstantStore = value < 0 && instruction.Opcode.Class == InstructionClass.St;
        if (value >= 0 && at == 0 && Registers[value].IsScalar && _policy.IsCapable && IsKept(Registers[value]))
        {
            bool fits = WidthOf(Registers[value]) <= 8 * size;
            if (fits && KeepsMore) Identify(ref Registers[value]);
            Spill(frame, ref slot, number, Registers[value], size);
            if (!fits) (slot.Register.Id, slot.Register.IsSum, slot.Register.Offset) = (0, false, 0);
            Note(new(true, (byte)frameNumber, (byte)number), 0);
        }
        else if (isConstantStore && at == 0 && _policy.IsCapable && (KeepsMore || instruction.Immediate != 0))
        {
            Spill(frame, ref slot, number, RegisterState.Constant((ulong)instruction.Immediate), size);
            Note(new(true, (byte)frameNumber, (byte)number), 0);
        }
        else if (value >= 0 && IsSpillable(Registers[value].Kind))
        {
            if (size != SlotSize) throw Reject(Rule.StackCorrupted, "invalid size of register spill");
            if (frame != _state.Current && Registers[value].Kind == RegisterKind.Stack)
                throw Reject(Rule.StackAccess, "cannot spill pointers to stack into stack frame of the caller");
            Spill(frame, ref slot, number, Registers[value], size);
            Note(new(true, (byte)frameNumber, (byte)number), 0);
        }
        else
        {
            for (int i = 0; i < SlotSize; i++)
            {
                if (slot[i] is not (SlotContent.Invalid or SlotContent.Zero)) slot.Set(i, SlotContent.Misc);
            }
            slot.Register = default;
            bool isZero = value >= 0 ? Registers[value].IsNull : isConstantStore && instruction.Immediate == 0;
            if (isZero && value >= 0) MarkPrecise(value);
            for (int i = at; i < at + size; i++) slot.Set(i, isZero ? SlotContent.Zero : SlotContent.Misc);
            if (size == SlotSize) frame.Written |= 1ul << number;
        }
    }

    private static void Spill(Frame frame, ref StackSlot slot, int number, in RegisterState register, int size)
    {
        slot.Register = register;
        slot.Register.IsPrecise = false;
        if (size == SlotSize) frame.Written |= 1ul << number;
        for (int i = 0; i < size; i++) slot.Set(i, SlotContent.Spill);
        for (int i = size; i < SlotSize; i++)
        {
            if (slot[i] is not (SlotContent.Zero or SlotContent.Invalid)) slot.Set(i, SlotContent.Misc);
        }
    }

    private bool KeepsMore => _profile.Has(KernelFeature.SpilledNumbers);

    // Older kernels keep a number on the stack if they know something of it, and zeros as bytes.
    private bool IsKept(in RegisterState number) => KeepsMore || (number.Number != Scalar.Unknown && !number.IsNull);

    private static bool IsSpillable(RegisterKind kind) => kind is not (RegisterKind.NotInitialized or RegisterKind.Scalar);

    private static int WidthOf(in RegisterState register) => 64 - BitOperations.LeadingZeroCount(register.Number.UMax);

    private void ReadStack(Frame frame, int frameNumber, int offset, int size, int value)
    {
        (int number, int at) = PlaceOf(offset);
        ref StackSlot slot = ref frame.Slots[number];
        MarkStackRead(frameNumber, 1ul << number);
        if (!slot.IsSpill)
        {
            CheckBytes(slot, at, size, offset);
            if (value >= 0) Registers[value] = slot.IsAll(at, size, SlotContent.Zero) ? RegisterState.Constant(0) : RegisterState.Unknown;
            return;
        }

        int width = 1;
        while (width < SlotSize && slot[width] == SlotContent.Spill) width++;
        if (size == SlotSize && width == SlotSize)
        {
            if (value < 0)
            {
                if (!_policy.MayLeak && !slot.Register.IsScalar) throw Reject(Rule.PointerLeak, $"leaking pointer from stack off {offset}");
                return;
            }
            if (KeepsMore) Identify(ref slot.Register);
            Registers[value] = slot.Register;
            Note(new(true, (byte)frameNumber, (byte)number), 0);
            return;
        }

        if (!slot.Register.IsScalar) throw Reject(Rule.StackCorrupted, "invalid size of register fill");
        if (value >= 0) FillPart(ref slot, frameNumber, number, at, offset, size, width, value);
    }

    private void FillPart(ref StackSlot slot, int frameNumber, int number, int at, int offset, int size, int width, int value)
    {
        ref RegisterState target = ref Registers[value];
        if (at == 0 && (size == width || (size < width && KeepsMore)))
        {
            if (size == 4 && width == 4 && WidthOf(slot.Register) <= 32 && KeepsMore) Identify(ref slot.Register);
            target = slot.Register;
            if (WidthOf(slot.Register) > 8 * size) (target.Id, target.IsSum, target.Offset) = (0, false, 0);
            Note(new(true, (byte)frameNumber, (byte)number), 0);
            return;
        }

        CheckBytes(slot, at, size, offset, allowsSpill: true);
        if (KeepsMore && slot.IsAll(at, size, SlotContent.Spill) && slot.Register.IsNull)
        {
            target = RegisterState.Constant(0);
            Note(new(true, (byte)frameNumber, (byte)number), 0);
        }
        else target = slot.IsAll(at, size, SlotContent.Zero) ? RegisterState.Constant(0) : RegisterState.Unknown;
    }

    private void CheckBytes(in StackSlot slot, int at, int size, int offset, bool allowsSpill = false)
    {
        for (int i = 0; i < size; i++)
        {
            SlotContent content = slot[at + i];
            if (content is SlotContent.Misc or SlotContent.Zero || (allowsSpill && content == SlotContent.Spill)) continue;
            if (content == SlotContent.Invalid && _policy.MayLeak)
            {
                Proven[_slot] |= ProofFacts.UnwrittenStack;
                continue;
            }
            throw Reject(Rule.StackUninitialized, $"invalid read from stack off {offset}+{i} size {size}");
        }
    }

    // Anywhere in a range: each of its bytes may have changed or not.
    private void WriteStackSomewhere(int register, int offset, int size, int value)
    {
        RegisterState pointer = Registers[register];
        if (!_policy.MayLeak)
            throw Reject(Rule.StackAccess, $"R{register} variable offset stack access prohibited for !root, var_off={pointer.Number.Bits}");
        Frame frame = _state[pointer.Range];
        int low = (int)pointer.Number.SMin + offset, high = (int)pointer.Number.SMax + offset + size;
        ref readonly Instruction instruction = ref _code[_slot];
        bool isZero = value >= 0 ? Registers[value].IsNull : instruction.Opcode.Class == InstructionClass.St && instruction.Immediate == 0;
        bool needsZero = false;
        for (int number = PlaceOf(low).Slot; number >= PlaceOf(high - 1).Slot; number--) DestroyDynamicPointer(frame, number);
        for (int place = low; place < high; place++)
        {
            (int number, int at) = PlaceOf(place);
            ref StackSlot slot = ref frame.Slots[number];
            SlotContent content = slot[at];
            if (isZero && content == SlotContent.Spill && slot.IsSpilledScalar && slot.Register.IsNull)
            {
                needsZero = true;
                continue;
            }
            if (slot.IsSpill) slot.Register = default;
            bool staysZero = isZero && content == SlotContent.Zero;
            needsZero |= staysZero;
            slot.Set(at, staysZero ? SlotContent.Zero : SlotContent.Misc);
            // Parts of a spilled register that is no more are bytes.
            for (int i = 0; i < SlotSize; i++)
            {
                if (slot[i] == SlotContent.Spill && slot.Register.Kind == RegisterKind.NotInitialized) slot.Set(i, SlotContent.Misc);
            }
        }
        if (needsZero && value >= 0) MarkPrecise(value);
    }

    private void ReadStackSomewhere(int register, int offset, int size, int value)
    {
        RegisterState pointer = Registers[register];
        if (value < 0)
            throw Reject(Rule.StackAccess, $"variable offset stack pointer cannot be passed into helper function; var_off={pointer.Number.Bits} off={offset} size={size}");
        CheckStackInitialized(register, offset, size, isHelper: false, isWrite: false);
        Frame frame = _state[pointer.Range];
        int low = (int)pointer.Number.SMin + offset, high = (int)pointer.Number.SMax + offset + size;
        bool isZero = true;
        for (int place = low; place < high; place++)
        {
            (int number, int at) = PlaceOf(place);
            isZero &= frame.Slots[number][at] == SlotContent.Zero;
        }
        Registers[value] = isZero ? RegisterState.Constant(0) : RegisterState.Unknown;
    }

    // All bytes that may be read hold something (check_stack_range_initialized).
    private void CheckStackInitialized(int register, int offset, int size, bool isHelper, bool isWrite)
    {
        CheckStackRange(register, offset, size, isWrite);
        RegisterState pointer = Registers[register];
        if (!pointer.Number.IsConstant && !_policy.MayLeak)
            throw Reject(Rule.StackAccess, $"R{register} variable offset stack access prohibited for !root, var_off={pointer.Number.Bits}");
        Frame frame = _state[pointer.Range];
        int low = (int)pointer.Number.SMin + offset, high = (int)pointer.Number.SMax + offset + size;
        for (int place = low; place < high; place++)
        {
            (int number, int at) = PlaceOf(place);
            ref StackSlot slot = ref frame.Slots[number];
            SlotContent content = slot[at];
            bool isFine = content is SlotContent.Misc or SlotContent.Zero || (content == SlotContent.Invalid && _policy.MayLeak);
            bool isSpill = slot.IsSpill && content == SlotContent.Spill && (slot.Register.IsScalar || _policy.MayLeak);
            if (!isFine && !isSpill)
                throw Reject(Rule.StackUninitialized, pointer.Number.IsConstant
                    ? $"invalid read from stack R{register} off {low}+{place - low} size {size}"
                    : $"invalid read from stack R{register} var_off {pointer.Number.Bits}+{place - low} size {size}");
            if (content == SlotContent.Invalid) Proven[_slot] |= ProofFacts.UnwrittenStack;
            if (isHelper && isWrite)
            {
                if (isSpill) slot.Scrub();
                slot.Set(at, SlotContent.Misc);
            }
            MarkStackRead(pointer.Range, 1ul << number);
        }
    }
}
