namespace Waggle.Bpf.Instructions;

/// <summary>One defined instruction: an opcode and the values that its fields may have.</summary>
/// <param name="Name">Operation, operand or size, and class in the RFC's notation: "{SDIV, X, ALU64}".</param>
/// <param name="Opcode">The opcode; several forms share one and differ in what other fields hold.</param>
/// <param name="Destination">What the destination register field may hold.</param>
/// <param name="Source">What the source register field may hold.</param>
/// <param name="Offset">What the offset may be.</param>
/// <param name="Immediate">What the immediate may be.</param>
/// <param name="Group">The conformance group.</param>
/// <param name="Since">First kernel version that takes it.</param>
/// <remarks><see cref="InstructionSet"/> lists them all. Immutable and thread-safe.</remarks>
public sealed record InstructionForm(
    string Name,
    Opcode Opcode,
    FieldRule Destination,
    FieldRule Source,
    FieldRule Offset,
    FieldRule Immediate,
    ConformanceGroup Group,
    string Since)
{
    /// <summary>What the immediate of the second slot may be; null for the forms that take one slot.</summary>
    public FieldRule? SecondImmediate { get; init; }

    /// <summary>Whether the fields of <paramref name="instruction"/>, a first slot, are those of this form.</summary>
    public bool Matches(in Instruction instruction) =>
        Opcode == instruction.Opcode
        && Destination.Allows((int)instruction.Destination)
        && Source.Allows((int)instruction.Source)
        && Offset.Allows(instruction.Offset)
        && Immediate.Allows(instruction.Immediate);

    /// <summary>The rule of a field of the first slot.</summary>
    internal FieldRule RuleOf(InstructionField field) => field switch
    {
        InstructionField.Destination => Destination,
        InstructionField.Source => Source,
        InstructionField.Offset => Offset,
        _ => Immediate,
    };

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
