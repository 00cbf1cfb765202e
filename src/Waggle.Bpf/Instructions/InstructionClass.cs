namespace Waggle.Bpf.Instructions;

/// <summary>The low three bits of an opcode (RFC 9669 section 3.1).</summary>
public enum InstructionClass : byte
{
    /// <summary>Non-standard loads: 64-bit immediates and the legacy packet access.</summary>
    Ld = 0,

    /// <summary>Load from memory into a register.</summary>
    Ldx = 1,

    /// <summary>Store of an immediate.</summary>
    St = 2,

    /// <summary>Store of a register; atomic operations.</summary>
    Stx = 3,

    /// <summary>32-bit arithmetic.</summary>
    Alu = 4,

    /// <summary>64-bit jumps, calls and exit.</summary>
    Jmp = 5,

    /// <summary>Jumps that compare the low 32 bits.</summary>
    Jmp32 = 6,

    /// <summary>64-bit arithmetic.</summary>
    Alu64 = 7,
}
