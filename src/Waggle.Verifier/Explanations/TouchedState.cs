using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Verifier.Code;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Explanations;

/// <summary>Registers and slots of the stack that an instruction reads or writes: what the log tells behind it.</summary>
/// <remarks>What the kernel calls scratched (<c>mark_reg_scratched</c>, <c>mark_stack_slot_scratched</c>).</remarks>
internal sealed class TouchedState
{
    private const int AllRegisters = (1 << Frame.RegisterCount) - 1, BytesInSlot = 8;

    private readonly StackSlot[] _before = new StackSlot[Frame.MostSlots];
    private int _count = -1; // slots that were there before a call; -1 if it was none
    private bool _isKernelFunction;

    /// <summary>Registers: a bit each.</summary>
    public int Registers { get; private set; }

    /// <summary>Slots: a bit each.</summary>
    public ulong Slots { get; private set; }

    /// <summary>Whether there is something to tell.</summary>
    public bool IsAny => Registers != 0 || Slots != 0;

    /// <summary>A path begins: all of its state is news.</summary>
    public void SetAll() => (Registers, Slots, _count) = (AllRegisters, ulong.MaxValue, -1);

    /// <summary>It was told.</summary>
    public void Clear() => (Registers, Slots, _count) = (0, 0, -1);

    /// <summary>An instruction is about to be gone through.</summary>
    public void Add(in Instruction instruction, SlotMarks marks, Frame frame)
    {
        Opcode opcode = instruction.Opcode;
        if (opcode is { IsJump: true, JumpOperation: JumpOperation.Exit }) return;
        Registers |= RegisterUse.Reads(instruction) | RegisterUse.Writes(instruction);
        if (opcode is { IsJump: true, JumpOperation: JumpOperation.Call })
        {
            // A callback that is set up makes all of the state news. What else a call writes is found out afterwards.
            if ((marks & SlotMarks.CallsBack) != 0) SetAll();
            if (instruction.Source == (Register)CallKind.Helper) AddWritten(instruction.Immediate, frame);
            (_count, _isKernelFunction) = (frame.SlotCount, instruction.Source == (Register)CallKind.KernelFunction);
            frame.Slots.AsSpan(0, _count).CopyTo(_before);
            return;
        }

        int address = opcode.Class switch
        {
            InstructionClass.Ldx => (int)instruction.Source,
            InstructionClass.St or InstructionClass.Stx => (int)instruction.Destination,
            _ => -1,
        };
        if ((uint)address >= Frame.RegisterCount || frame.Registers[address] is not { Kind: RegisterKind.Stack } place) return;
        long offset = (long)place.Offset + instruction.Offset;
        long low = offset + place.Number.SMin, end = offset + place.Number.SMax + opcode.Size.InBytes();
        AddSlots(low, opcode.Class == InstructionClass.Ldx && !place.Number.IsConstant ? Math.Min(end, EndOfZeros(frame, low)) : end);
    }

    // A load at a place that is not known looks for a byte that is not zero, and no further.
    private static long EndOfZeros(Frame frame, long low)
    {
        for (long place = low; place < 0; place++)
        {
            (int slot, int at) = ((int)((-place - 1) / BytesInSlot), (int)(place & BytesInSlot - 1));
            if (slot >= frame.SlotCount || frame.Slots[slot][at] != SlotContent.Zero) return place + 1;
        }
        return 0;
    }

    // Memory that a helper fills, whatever it held.
    private void AddWritten(int helper, Frame frame)
    {
        if (HelperContracts.Of(helper) is not [var contract, ..]) return;
        for (int i = 0; i < contract.Arguments.Length; i++)
        {
            HelperArgument argument = contract.Arguments[i];
            if (argument is not { Kind: ArgumentKind.Memory, IsWritten: true, IsRead: false }) continue;
            if (frame.Registers[1 + i] is not { Kind: RegisterKind.Stack, Number.IsConstant: true } place) continue;
            long size = argument.SizeInBytes > 0 ? argument.SizeInBytes : (long)Math.Min(frame.Registers[2 + i].Number.UMax, Frame.MostSlots * BytesInSlot);
            long offset = place.Offset + (long)place.Number.Value;
            AddSlots(offset, offset + size);
        }
    }

    private void AddSlots(long low, long end)
    {
        for (int slot = 0; slot < Frame.MostSlots; slot++)
        {
            if (-BytesInSlot * (slot + 1) < end && -BytesInSlot * slot > low) Slots |= 1ul << slot;
        }
    }

    /// <summary>The call that was added last has been gone through.</summary>
    public void Compare(Frame frame)
    {
        if (_count < 0) return;
        for (int slot = 0; slot < frame.SlotCount; slot++)
        {
            StackSlot before = slot < _count ? _before[slot] : default;
            ref readonly StackSlot now = ref frame.Slots[slot];
            bool isSame = before.Contents == now.Contents && before.Register.IsLike(now.Register)
                && (before.Register.Id, before.Register.ReferenceId) == (now.Register.Id, now.Register.ReferenceId);
            // What kernel functions write into plain memory is not told.
            if (!isSame && (!_isKernelFunction || IsObject(before) || IsObject(now))) Slots |= 1ul << slot;
        }
        _count = -1;
    }

    private static bool IsObject(in StackSlot slot) => slot[0] is SlotContent.DynamicPointer or SlotContent.Iterator or SlotContent.InterruptFlags;
}
