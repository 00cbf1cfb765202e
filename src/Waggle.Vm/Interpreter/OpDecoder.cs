using System.Collections.Immutable;
using Waggle.Bpf.Instructions;
using Waggle.Vm.Code;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>Turns slots into what the loop branches on.</summary>
internal static class OpDecoder
{
    internal static Op[] Decode(ProgramImage image)
    {
        ImmutableArray<Instruction> code = image.Code.Instructions;
        // The loop points into it.
        Op[] ops = GC.AllocateArray<Op>(code.Length, pinned: true);
        for (int slot = 0; slot < code.Length; slot++)
        {
            ops[slot] = DecodeOne(image, slot);
            if (!code[slot].IsWide) continue;
            ops[++slot].Code = OpCode.NoOperation;
        }

        return ops;
    }

    private static Op DecodeOne(ProgramImage image, int slot)
    {
        Instruction instruction = image.Code.Instructions[slot];
        Op op = new()
        {
            Code = CodeOf(instruction),
            Destination = (byte)instruction.Destination,
            Source = (byte)((int)instruction.Source & 0xf),
            Immediate = instruction.IsWide ? (long)image.WideImmediate(slot) : instruction.Immediate,
            Offset = instruction.Offset,
        };
        if (instruction.IsBranch()) op.Target = instruction.Target(slot);
        if (op.Code == OpCode.CallFunction) op.Target = ProgramCode.CallTarget(slot, instruction);
        if (instruction.IsPacketLoad())
        {
            op.Offset = instruction.Opcode.Size.InBytes();
            // The index register counts in one of the two forms.
            op.Target = instruction.Opcode.Mode == MemoryMode.Indirect ? 1 : 0;
        }

        return op;
    }

    private static OpCode CodeOf(in Instruction instruction)
    {
        Opcode opcode = instruction.Opcode;
        return opcode.Class switch
        {
            InstructionClass.Alu or InstructionClass.Alu64 => Arithmetic(instruction),
            InstructionClass.Jmp or InstructionClass.Jmp32 => Jump(instruction),
            InstructionClass.Stx when instruction.IsAtomic() => Atomic(instruction),
            InstructionClass.Ld when instruction.IsPacketLoad() => OpCode.PacketLoad,
            _ => (OpCode)opcode.Value,
        };
    }

    private static OpCode Arithmetic(in Instruction instruction)
    {
        Opcode opcode = instruction.Opcode;
        bool is64 = opcode.Class == InstructionClass.Alu64, isRegister = opcode.Operand == Operand.Register;
        return (opcode.AluOperation, instruction.Offset) switch
        {
            (AluOperation.Divide, 1) when is64 => isRegister ? OpCode.DivideSigned64X : OpCode.DivideSigned64K,
            (AluOperation.Divide, 1) => isRegister ? OpCode.DivideSigned32X : OpCode.DivideSigned32K,
            (AluOperation.Modulo, 1) when is64 => isRegister ? OpCode.ModuloSigned64X : OpCode.ModuloSigned64K,
            (AluOperation.Modulo, 1) => isRegister ? OpCode.ModuloSigned32X : OpCode.ModuloSigned32K,
            (AluOperation.Move, 8) => is64 ? OpCode.MoveSigned8To64 : OpCode.MoveSigned8To32,
            (AluOperation.Move, 16) => is64 ? OpCode.MoveSigned16To64 : OpCode.MoveSigned16To32,
            (AluOperation.Move, 32) => OpCode.MoveSigned32To64,
            // To big endian, and the unconditional swap, which is of the 64-bit class.
            (AluOperation.ByteSwap, _) when is64 || isRegister => instruction.Immediate switch { 16 => OpCode.Swap16, 32 => OpCode.Swap32, _ => OpCode.Swap64 },
            (AluOperation.ByteSwap, _) => instruction.Immediate switch { 16 => OpCode.Truncate16, 32 => OpCode.Truncate32, _ => OpCode.NoOperation },
            _ => (OpCode)opcode.Value,
        };
    }

    private static OpCode Jump(in Instruction instruction) => instruction.Opcode.JumpOperation switch
    {
        JumpOperation.Always => OpCode.Goto,
        JumpOperation.MayGoto => OpCode.MayGoto,
        JumpOperation.Call => (CallKind)instruction.Source switch
        {
            CallKind.Function => OpCode.CallFunction,
            CallKind.Helper when instruction.Immediate == ProgramImage.TailCallHelper => OpCode.TailCall,
            _ => OpCode.CallHelper,
        },
        _ => (OpCode)instruction.Opcode.Value,
    };

    private static OpCode Atomic(in Instruction instruction)
    {
        MemorySize size = instruction.Opcode.Size;
        var operation = (AtomicOperation)instruction.Immediate;
        if (operation is AtomicOperation.LoadAcquire or AtomicOperation.StoreRelease)
        {
            OpCode first = size switch
            {
                MemorySize.Byte => OpCode.LoadAcquire1,
                MemorySize.Half => OpCode.LoadAcquire2,
                MemorySize.Word => OpCode.LoadAcquire4,
                _ => OpCode.LoadAcquire8,
            };
            return operation == AtomicOperation.StoreRelease ? first + 1 : first;
        }

        OpCode narrow = operation switch
        {
            AtomicOperation.Add => OpCode.AtomicAdd4,
            AtomicOperation.Or => OpCode.AtomicOr4,
            AtomicOperation.And => OpCode.AtomicAnd4,
            AtomicOperation.Xor => OpCode.AtomicXor4,
            AtomicOperation.FetchAdd => OpCode.AtomicFetchAdd4,
            AtomicOperation.FetchOr => OpCode.AtomicFetchOr4,
            AtomicOperation.FetchAnd => OpCode.AtomicFetchAnd4,
            AtomicOperation.FetchXor => OpCode.AtomicFetchXor4,
            AtomicOperation.Exchange => OpCode.AtomicExchange4,
            _ => OpCode.AtomicCompareExchange4,
        };
        return size == MemorySize.Word ? narrow : narrow + (OpCode.AtomicAdd8 - OpCode.AtomicAdd4);
    }
}
