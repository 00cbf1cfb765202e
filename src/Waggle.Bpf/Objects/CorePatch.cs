using Waggle.Bpf.Instructions;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Puts an answer into an instruction.</summary>
/// <remarks>The rules, and their order, are those of <c>bpf_core_patch_insn</c>, tools/lib/bpf/relo_core.c.</remarks>
internal static class CorePatch
{
    /// <summary>Patches an instruction, or replaces it by a call of a helper that does not exist.</summary>
    /// <param name="instructions">The program.</param>
    /// <param name="index">The instruction.</param>
    /// <param name="expected">The answer by the program's own types, which the compiler must have put there.</param>
    /// <param name="value">The kernel's answer; null to poison.</param>
    /// <param name="mayChangeSize">Whether an access may be made as wide as the kernel's field; if not and it had to, it is poisoned.</param>
    /// <param name="isPoisoned">Whether the instruction was replaced.</param>
    /// <returns>Null, or what is wrong with the instruction.</returns>
    public static string? Apply(Instruction[] instructions, int index, CoreValue expected, CoreValue? value, bool mayChangeSize, out bool isPoisoned)
    {
        Instruction instruction = instructions[index];
        isPoisoned = value is null;
        switch (instruction.Opcode.Class)
        {
            case InstructionClass.Alu or InstructionClass.Alu64 when instruction.Opcode.Operand == Operand.Immediate:
                if (value is null)
                    return Poison(instructions, index);
                if (expected.IsExact && !IsExtended(instruction.Immediate, expected.Value))
                    return $"the instruction has {instruction.Immediate} where the program's types say {(long)expected.Value}";
                instructions[index] = instruction with { Immediate = (int)value.Value.Value };
                return null;
            case InstructionClass.Ldx or InstructionClass.St or InstructionClass.Stx:
                return value is null ? Poison(instructions, index) : ApplyToAccess(instructions, index, expected, value.Value, mayChangeSize, out isPoisoned);
            case InstructionClass.Ld when instruction is { IsWide: true, Source: 0, Offset: 0 } && index + 1 < instructions.Length
                && instructions[index + 1] with { Immediate = 0 } == default:
                if (value is null)
                    return Poison(instructions, index);
                ulong immediate = (uint)instruction.Immediate | (ulong)(uint)instructions[index + 1].Immediate << 32;
                if (expected.IsExact && immediate != expected.Value)
                    return $"the instruction has {immediate} where the program's types say {expected.Value}";
                (instructions[index], instructions[index + 1]) = Instruction.LoadImmediate64(instruction.Destination, value.Value.Value);
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

    private static string? ApplyToAccess(
        Instruction[] instructions, int index, CoreValue expected, CoreValue value, bool mayChangeSize, out bool isPoisoned)
    {
        Instruction instruction = instructions[index];
        isPoisoned = false;
        if (expected.IsExact && instruction.Offset != (long)expected.Value)
            return $"the instruction has offset {instruction.Offset} where the program's types say {expected.Value}";
        if (value.Value > (ulong)short.MaxValue)
            return $"the field lies {value.Value} bytes from the start of the kernel's type; an instruction reaches {short.MaxValue}";
        Opcode opcode = instruction.Opcode;
        if (expected.AccessSizeInBytes != value.AccessSizeInBytes)
        {
            isPoisoned = !mayChangeSize;
            if (isPoisoned)
                return Poison(instructions, index);
            if (opcode.Size.InBytes() != expected.AccessSizeInBytes)
                return $"the instruction reads {opcode.Size.InBytes()} bytes where the program's types say {expected.AccessSizeInBytes}";
            if (value.AccessSizeInBytes is not (1 or 2 or 4 or 8))
                return $"the kernel's field has {value.AccessSizeInBytes} bytes, which no instruction reads at once";
            opcode = Opcode.Access(opcode.Class, MemorySizes.FromBytes((int)value.AccessSizeInBytes), opcode.Mode);
        }
        instructions[index] = instruction with { Opcode = opcode, Offset = (short)value.Value };
        return null;
    }

    private static string? Poison(Instruction[] instructions, int index)
    {
        if (instructions[index].IsWide)
            instructions[index + 1] = Instruction.CallHelper(CoreRelocator.Poison);
        instructions[index] = Instruction.CallHelper(CoreRelocator.Poison);
        return null;
    }

    // 32 bits stand for 64 by sign or, in 32-bit arithmetic, by zeros.
    private static bool IsExtended(int immediate, ulong value) => (ulong)(long)immediate == value || (uint)immediate == value;
}
