namespace Waggle.Bpf.Instructions;

/// <summary>A field of an instruction slot, as <see cref="InstructionProblem"/> names it.</summary>
public enum InstructionField
{
    /// <summary><see cref="Instruction.Opcode"/>: byte 0.</summary>
    Opcode,

    /// <summary><see cref="Instruction.Destination"/>: four bits of byte 1.</summary>
    Destination,

    /// <summary><see cref="Instruction.Source"/>: the other four bits of byte 1.</summary>
    Source,

    /// <summary><see cref="Instruction.Offset"/>: bytes 2 and 3.</summary>
    Offset,

    /// <summary><see cref="Instruction.Immediate"/>: bytes 4 to 7.</summary>
    Immediate,

    /// <summary>The slot as a whole: it is missing or cut short.</summary>
    Slot,
}
