using System.Collections.Immutable;

namespace Waggle.Bpf.Instructions;

/// <summary>Reads instructions from bytes and refuses encodings that are not defined.</summary>
/// <remarks>Judges each instruction by itself: whether jumps land on an instruction, and whether the program is safe, is for the
/// verifier. Thread-safe.</remarks>
public static class InstructionDecoder
{
    /// <summary>Reads the slots of a program.</summary>
    /// <param name="code">The program; a multiple of <see cref="Instruction.SizeInBytes"/> bytes.</param>
    /// <param name="bigEndian">Byte order of the machine that the program is for.</param>
    /// <returns>One element for each slot, so two for a 64-bit immediate.</returns>
    /// <exception cref="InvalidInstructionException">An encoding is not defined by RFC 9669 or Linux; names the first.</exception>
    public static Instruction[] Decode(ReadOnlySpan<byte> code, bool bigEndian = false)
    {
        if (code.Length % Instruction.SizeInBytes != 0)
            throw new InvalidInstructionException(CutShort(code.Length));
        Instruction[] slots = ReadSlots(code, bigEndian);
        InstructionChecker.ThrowIfUndefined(slots);
        return slots;
    }

    /// <summary>Reads the slots of a program and reports everything that is wrong with them.</summary>
    /// <param name="code">The program.</param>
    /// <param name="bigEndian">Byte order of the machine that the program is for.</param>
    /// <param name="instructions">All whole slots, as they are, also when some are not defined.</param>
    /// <param name="problems">What is wrong, in ascending order of slot; empty if nothing is.</param>
    /// <returns>Whether every encoding is defined.</returns>
    public static bool TryDecode(
        ReadOnlySpan<byte> code, bool bigEndian, out Instruction[] instructions, out ImmutableArray<InstructionProblem> problems)
    {
        List<InstructionProblem> found = [];
        instructions = ReadSlots(code, bigEndian);
        InstructionChecker.Collect(instructions, found);
        if (code.Length % Instruction.SizeInBytes != 0)
            found.Add(CutShort(code.Length));
        problems = [.. found];
        return problems.IsEmpty;
    }

    /// <summary>Reports every undefined encoding among slots that were read or made elsewhere.</summary>
    /// <returns>What is wrong, in ascending order of slot; empty if nothing is.</returns>
    public static ImmutableArray<InstructionProblem> Check(ReadOnlySpan<Instruction> instructions)
    {
        List<InstructionProblem> found = [];
        InstructionChecker.Collect(instructions, found);
        return [.. found];
    }

    private static Instruction[] ReadSlots(ReadOnlySpan<byte> code, bool bigEndian)
    {
        var slots = new Instruction[code.Length / Instruction.SizeInBytes];
        for (int slot = 0; slot < slots.Length; slot++)
            slots[slot] = Instruction.Read(code[(slot * Instruction.SizeInBytes)..], bigEndian);
        return slots;
    }

    private static InstructionProblem CutShort(int length)
    {
        (int slot, int rest) = Math.DivRem(length, Instruction.SizeInBytes);
        return new(InstructionRule.SlotCutShort, slot, InstructionField.Slot,
            $"Slot {slot}: the code ends after {rest} of its {Instruction.SizeInBytes} bytes.");
    }
}
