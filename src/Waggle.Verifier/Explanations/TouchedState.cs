using Waggle.Bpf.Instructions;
using Waggle.Verifier.Code;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Explanations;

/// <summary>Registers and slots of the stack that an instruction reads or writes: what the log tells behind it.</summary>
/// <remarks>What the kernel calls scratched (<c>mark_reg_scratched</c>, <c>mark_stack_slot_scratched</c>).</remarks>
internal sealed class TouchedState
{
    private const int AllRegisters = (1 << Frame.RegisterCount) - 1;

    private readonly StackSlot[] _before = new StackSlot[Frame.MostSlots];
    private int _count = -1; // slots that were there before a call; -1 if it was none

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
    public void Add(in Instruction instruction, Frame frame)
    {
        Opcode opcode = instruction.Opcode;
        if (opcode is { IsJump: true, JumpOperation: JumpOperation.Exit }) return;
        Registers |= RegisterUse.Reads(instruction) | RegisterUse.Writes(instruction);
        if (opcode is { IsJump: true, JumpOperation: JumpOperation.Call })
        {
            // What a helper writes is found out afterwards.
            _count = frame.SlotCount;
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
        long low = place.Offset + instruction.Offset + place.Number.SMin, high = place.Offset + instruction.Offset + place.Number.SMax + opcode.Size.InBytes() - 1;
        for (int slot = 0; slot < Frame.MostSlots; slot++)
        {
            if (-8L * (slot + 1) <= high && -8L * slot - 1 >= low) Slots |= 1ul << slot;
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
            if (!isSame) Slots |= 1ul << slot;
        }
        _count = -1;
    }
}
