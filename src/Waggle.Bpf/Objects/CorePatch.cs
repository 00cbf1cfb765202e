using Waggle.Bpf.Instructions;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Puts an answer into an instruction.</summary>
/// <remarks>The rules are those of <c>bpf_core_patch_insn</c>, tools/lib/bpf/relo_core.c.</remarks>
internal static class CorePatch
{
    /// <summary>Replaces an instruction by a call of a helper that does not exist.</summary>
    public static void Poison(Instruction[] instructions, int index)
    {
        if (instructions[index].IsWide && index + 1 < instructions.Length)
            instructions[index + 1] = Instruction.CallHelper(CoreRelocator.Poison);
        instructions[index] = Instruction.CallHelper(CoreRelocator.Poison);
    }

    /// <summary>Patches an instruction.</summary>
    /// <returns>Null, or what is wrong with the instruction.</returns>
    public static string? Apply(Instruction[] instructions, int index, CoreValue expected, CoreValue value)
    {
        Instruction instruction = instructions[index];
        switch (instruction.Opcode.Class)
        {
            case InstructionClass.Alu or InstructionClass.Alu64 when instruction.Opcode.Operand == Operand.Immediate:
                if (expected.IsExact && instruction.Immediate != (int)expected.Value)
                    return $"the instruction has {instruction.Immediate} where the program's types say {(int)expected.Value}";
                instructions[index] = instruction with { Immediate = (int)value.Value };
                return null;
            case InstructionClass.Ldx or InstructionClass.St or InstructionClass.Stx:
                return ApplyToAccess(instructions, index, expected, value);
            case InstructionClass.Ld when instruction is { IsWide: true, Source: 0 } && index + 1 < instructions.Length:
                ulong immediate = (uint)instruction.Immediate | (ulong)(uint)instructions[index + 1].Immediate << 32;
                if (expected.IsExact && immediate != expected.Value)
                    return $"the instruction has {immediate} where the program's types say {expected.Value}";
                (instructions[index], instructions[index + 1]) = Instruction.LoadImmediate64(instruction.Destination, value.Value);
                return null;
            default:
                return $"an instruction with opcode {instruction.Opcode} has no place for an answer";
        }
    }

    /// <summary>Whether a load of the program's size still means the same when it is made as wide as the kernel's field.</summary>
    /// <remarks>True of pointers and unsigned numbers, whose upper bits are zero.</remarks>
    public static bool MayChangeSize(BtfType localField, BtfType kernelField) => (localField, kernelField) switch
    {
        (BtfPointer, BtfPointer) => true,
        (BtfInt a, BtfInt b) => a.Encoding != BtfIntEncoding.Signed && b.Encoding != BtfIntEncoding.Signed,
        _ => false,
    };

    private static string? ApplyToAccess(Instruction[] instructions, int index, CoreValue expected, CoreValue value)
    {
        Instruction instruction = instructions[index];
        if (expected.IsExact && instruction.Offset != (long)expected.Value)
            return $"the instruction has offset {instruction.Offset} where the program's types say {expected.Value}";
        if (value.Value > (ulong)short.MaxValue)
            return $"the field lies {value.Value} bytes from the start of the kernel's type; an instruction reaches {short.MaxValue}";
        Opcode opcode = instruction.Opcode;
        if (expected.AccessSizeInBytes != value.AccessSizeInBytes)
        {
            if (opcode.Size.InBytes() != expected.AccessSizeInBytes)
                return $"the instruction reads {opcode.Size.InBytes()} bytes where the program's types say {expected.AccessSizeInBytes}";
            if (value.AccessSizeInBytes is not (1 or 2 or 4 or 8))
                return $"the kernel's field has {value.AccessSizeInBytes} bytes, which no instruction reads at once";
            opcode = Opcode.Access(opcode.Class, MemorySizes.FromBytes((int)value.AccessSizeInBytes), opcode.Mode);
        }
        instructions[index] = instruction with { Opcode = opcode, Offset = (short)value.Value };
        return null;
    }
}
