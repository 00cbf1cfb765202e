namespace Waggle.Bpf.Instructions;

/// <summary>The rule of the encoding that an instruction breaks. The names are stable: tools may rely on them.</summary>
public enum InstructionRule
{
    /// <summary>The opcode means nothing (RFC 9669 sections 4 and 5).</summary>
    UndefinedOpcode,

    /// <summary>A field that the instruction does not use is not zero (RFC 9669 section 3.1).</summary>
    UnusedFieldNotZero,

    /// <summary>A register field is above 10 (RFC 9669 section 3.1).</summary>
    NoSuchRegister,

    /// <summary>A field that selects among variants of the opcode has a value that selects none.</summary>
    UndefinedValue,

    /// <summary>The second slot of a 64-bit immediate is missing (RFC 9669 section 3.2).</summary>
    SecondSlotMissing,

    /// <summary>A field of a 64-bit immediate's second slot other than its immediate is not zero, or the immediate is not
    /// although the kind of load does not use it (RFC 9669 section 3.2).</summary>
    SecondSlotNotEmpty,

    /// <summary>The code ends inside a slot: its length is no multiple of 8 bytes.</summary>
    SlotCutShort,
}
