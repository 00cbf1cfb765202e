using Waggle.Bpf.Instructions;

namespace Waggle.Vm.Code;

/// <summary>What an instruction does to control and registers, read off its fields.</summary>
internal static class InstructionFacts
{
    private const int ScratchAfterCall = 0b11_1111; // r0 to r5

    internal static bool IsCall(this in Instruction instruction) =>
        instruction.Opcode.Class == InstructionClass.Jmp && instruction.Opcode.JumpOperation == JumpOperation.Call;

    internal static bool IsCall(this in Instruction instruction, CallKind kind) => instruction.IsCall() && (CallKind)instruction.Source == kind;

    internal static bool IsExit(this in Instruction instruction) =>
        instruction.Opcode.Class == InstructionClass.Jmp && instruction.Opcode.JumpOperation == JumpOperation.Exit;

    /// <summary>Whether control may go elsewhere than to the next instruction, calls aside.</summary>
    internal static bool IsBranch(this in Instruction instruction) => instruction.Opcode.IsJump && !instruction.IsCall() && !instruction.IsExit();

    /// <summary>Whether control never goes to the next instruction.</summary>
    internal static bool EndsFlow(this in Instruction instruction) =>
        instruction.IsExit() || (instruction.Opcode.IsJump && instruction.Opcode.JumpOperation == JumpOperation.Always);

    /// <summary>Slot that a branch in <paramref name="slot"/> goes to.</summary>
    internal static int Target(this in Instruction instruction, int slot)
    {
        bool isLong = instruction.Opcode.Class == InstructionClass.Jmp32 && instruction.Opcode.JumpOperation == JumpOperation.Always;
        return slot + 1 + (isLong ? instruction.Immediate : instruction.Offset);
    }

    internal static bool IsAtomic(this in Instruction instruction) =>
        instruction.Opcode.Class == InstructionClass.Stx && instruction.Opcode.Mode == MemoryMode.Atomic;

    /// <summary>Whether it is one of the packet loads that classic BPF left behind.</summary>
    internal static bool IsPacketLoad(this in Instruction instruction) =>
        instruction.Opcode.Class == InstructionClass.Ld && instruction.Opcode.Mode is MemoryMode.Absolute or MemoryMode.Indirect;

    /// <summary>Registers that it reads, a bit each.</summary>
    /// <param name="instruction">The first slot.</param>
    /// <param name="argumentCount">For a call: how many of r1 to r5 the callee takes.</param>
    internal static int Reads(this in Instruction instruction, int argumentCount = 5)
    {
        int destination = 1 << (int)instruction.Destination, source = 1 << ((int)instruction.Source & 0xf);
        Opcode opcode = instruction.Opcode;
        switch (opcode.Class)
        {
            case InstructionClass.Alu or InstructionClass.Alu64:
                int operand = opcode.Operand == Operand.Register && opcode.AluOperation != AluOperation.ByteSwap ? source : 0;
                return opcode.AluOperation == AluOperation.Move ? operand : destination | operand;
            case InstructionClass.Jmp or InstructionClass.Jmp32:
                return opcode.JumpOperation switch
                {
                    JumpOperation.Always or JumpOperation.MayGoto => 0,
                    JumpOperation.Exit => 1,
                    JumpOperation.Call => ((1 << argumentCount) - 1) << 1,
                    _ => destination | (opcode.Operand == Operand.Register ? source : 0),
                };
            case InstructionClass.Ldx: return source;
            case InstructionClass.St: return destination;
            case InstructionClass.Stx:
                if (!instruction.IsAtomic()) return destination | source;
                return (AtomicOperation)instruction.Immediate switch
                {
                    AtomicOperation.LoadAcquire => source,
                    AtomicOperation.CompareExchange => destination | source | 1,
                    _ => destination | source,
                };
            default: // Ld
                if (!instruction.IsPacketLoad()) return 0;
                return 1 << 6 | (opcode.Mode == MemoryMode.Indirect ? source : 0);
        }
    }

    /// <summary>Registers that it writes, a bit each.</summary>
    internal static int Writes(this in Instruction instruction)
    {
        int destination = 1 << (int)instruction.Destination;
        switch (instruction.Opcode.Class)
        {
            case InstructionClass.Alu or InstructionClass.Alu64 or InstructionClass.Ldx: return destination;
            case InstructionClass.Ld: return instruction.IsPacketLoad() ? ScratchAfterCall : destination;
            case InstructionClass.Jmp or InstructionClass.Jmp32: return instruction.IsCall() ? ScratchAfterCall : 0;
            case InstructionClass.Stx when instruction.IsAtomic():
                var operation = (AtomicOperation)instruction.Immediate;
                return operation switch
                {
                    AtomicOperation.LoadAcquire => destination,
                    AtomicOperation.StoreRelease => 0,
                    AtomicOperation.CompareExchange => 1,
                    _ => (instruction.Immediate & (int)AtomicOperation.FetchAdd) != 0 ? 1 << (int)instruction.Source : 0,
                };
            default: return 0;
        }
    }
}
