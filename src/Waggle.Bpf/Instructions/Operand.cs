namespace Waggle.Bpf.Instructions;

/// <summary>Where the second operand of an ALU or jump instruction is: bit 3 of the opcode (RFC 9669 section 4).</summary>
public enum Operand : byte
{
    /// <summary>The immediate (K).</summary>
    Immediate = 0x00,

    /// <summary>The source register (X).</summary>
    Register = 0x08,
}
