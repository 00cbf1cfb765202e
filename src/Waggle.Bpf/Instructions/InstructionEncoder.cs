namespace Waggle.Bpf.Instructions;

/// <summary>Writes instructions as bytes.</summary>
/// <remarks>Writes undefined encodings as they are, so that what was read can be written back. Thread-safe.</remarks>
public static class InstructionEncoder
{
    private const int HighestRegisterField = 0xf;

    /// <summary>The bytes of a program.</summary>
    /// <param name="instructions">All slots.</param>
    /// <param name="bigEndian">Byte order of the machine that the program is for.</param>
    /// <exception cref="InvalidInstructionException">A register field holds more than its four bits can.</exception>
    public static byte[] Encode(ReadOnlySpan<Instruction> instructions, bool bigEndian = false)
    {
        byte[] code = new byte[instructions.Length * Instruction.SizeInBytes];
        Write(instructions, code, bigEndian);
        return code;
    }

    /// <summary>Writes a program to the start of <paramref name="destination"/>.</summary>
    /// <param name="instructions">All slots.</param>
    /// <param name="destination">Room for <see cref="Instruction.SizeInBytes"/> bytes a slot.</param>
    /// <param name="bigEndian">Byte order of the machine that the program is for.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too small; nothing is written.</exception>
    /// <exception cref="InvalidInstructionException">A register field holds more than its four bits can.</exception>
    public static int Write(ReadOnlySpan<Instruction> instructions, Span<byte> destination, bool bigEndian = false)
    {
        int size = instructions.Length * Instruction.SizeInBytes;
        if (destination.Length < size)
        {
            throw new ArgumentException(
                $"{instructions.Length} slots take {size} bytes, room is for {destination.Length}.", nameof(destination));
        }

        for (int slot = 0; slot < instructions.Length; slot++)
        {
            Instruction instruction = instructions[slot];
            if ((int)instruction.Destination > HighestRegisterField)
                ThrowRegister(slot, InstructionField.Destination, instruction.Destination);
            if ((int)instruction.Source > HighestRegisterField)
                ThrowRegister(slot, InstructionField.Source, instruction.Source);
            instruction.Write(destination[(slot * Instruction.SizeInBytes)..], bigEndian);
        }

        return size;
    }

    private static void ThrowRegister(int slot, InstructionField field, Register register) =>
        throw new InvalidInstructionException(new(InstructionRule.NoSuchRegister, slot, field,
            $"Slot {slot}: register {(int)register} does not fit the four bits of its field."));
}
