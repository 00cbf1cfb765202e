using System.Numerics;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;

namespace Waggle.Verifier.Code;

/// <summary>Which registers an instruction reads and writes: a bit each.</summary>
internal static class RegisterUse
{
    private const int Result = 1, CallerSaved = 0x3f, Arguments = 0x3e, PacketContext = 1 << 6; // r0; r0 to r5; r1 to r5; r6

    /// <summary>Registers whose values the instruction wants.</summary>
    internal static int Reads(in Instruction instruction)
    {
        (int destination, int source) = (1 << (int)instruction.Destination, 1 << (int)instruction.Source);
        Opcode opcode = instruction.Opcode;
        switch (opcode.Class)
        {
            case InstructionClass.Ld:
                return opcode.Mode switch { MemoryMode.Indirect => PacketContext | source, MemoryMode.Absolute => PacketContext, _ => 0 };
            case InstructionClass.Ldx:
                return source;
            case InstructionClass.St:
                return destination;
            case InstructionClass.Stx when opcode.Mode == MemoryMode.Atomic:
                return (AtomicOperation)instruction.Immediate switch
                {
                    AtomicOperation.LoadAcquire => source,
                    AtomicOperation.CompareExchange => destination | source | Result,
                    _ => destination | source,
                };
            case InstructionClass.Stx:
                return destination | source;
            case InstructionClass.Alu or InstructionClass.Alu64:
                int operand = opcode.Operand == Operand.Register && opcode.AluOperation != AluOperation.ByteSwap ? source : 0;
                return opcode.AluOperation == AluOperation.Move ? operand : destination | operand;
            default:
                return opcode.JumpOperation switch
                {
                    JumpOperation.Always or JumpOperation.MayGoto => 0,
                    JumpOperation.Exit => Result,
                    JumpOperation.Call => ArgumentsOf(instruction),
                    _ => destination | (opcode.Operand == Operand.Register ? source : 0),
                };
        }
    }

    /// <summary>Registers that hold something else, or nothing, afterwards.</summary>
    internal static int Writes(in Instruction instruction)
    {
        int destination = 1 << (int)instruction.Destination;
        Opcode opcode = instruction.Opcode;
        return opcode.Class switch
        {
            InstructionClass.Ld => opcode.Mode == MemoryMode.Immediate ? destination : CallerSaved,
            InstructionClass.Ldx or InstructionClass.Alu or InstructionClass.Alu64 => destination,
            InstructionClass.Stx when opcode.Mode == MemoryMode.Atomic => (AtomicOperation)instruction.Immediate switch
            {
                AtomicOperation.LoadAcquire => destination,
                AtomicOperation.CompareExchange => Result,
                AtomicOperation.Exchange or AtomicOperation.FetchAdd or AtomicOperation.FetchAnd or AtomicOperation.FetchOr or AtomicOperation.FetchXor
                    => 1 << (int)instruction.Source,
                _ => 0,
            },
            InstructionClass.Jmp when opcode.JumpOperation == JumpOperation.Call => CallerSaved,
            _ => 0,
        };
    }

    /// <summary>The register whose value an instruction makes or, if it is a comparison, narrows; -1 if there is none.</summary>
    internal static int Subject(in Instruction instruction)
    {
        Opcode opcode = instruction.Opcode;
        if (!opcode.IsJump) return Writes(instruction) is not 0 and var written ? BitOperations.TrailingZeroCount(written) : -1;
        return opcode.JumpOperation switch
        {
            JumpOperation.Call => instruction.Source == (Register)CallKind.Function ? -1 : 0,
            JumpOperation.Exit => 0,
            JumpOperation.Always or JumpOperation.MayGoto => -1,
            _ => (int)instruction.Destination,
        };
    }

    private static int ArgumentsOf(in Instruction call)
    {
        if (call.Source != (Register)CallKind.Helper) return Arguments;
        int most = 0;
        foreach (HelperContract contract in HelperContracts.Of(call.Immediate)) most = Math.Max(most, contract.Arguments.Length);
        return ((1 << most) - 1) << 1;
    }
}
