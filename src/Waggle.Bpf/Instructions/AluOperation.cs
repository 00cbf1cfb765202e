namespace Waggle.Bpf.Instructions;

/// <summary>Arithmetic operations: the high four bits of an ALU opcode (RFC 9669 section 4.1).</summary>
/// <remarks>Signed division and modulo, and moves with sign extension, are the same code with a non-zero
/// <see cref="Instruction.Offset"/>: 1 for signed division and modulo; 8, 16 or 32 for the width that is extended.</remarks>
public enum AluOperation : byte
{
    /// <summary>dst += src</summary>
    Add = 0x00,

    /// <summary>dst -= src</summary>
    Subtract = 0x10,

    /// <summary>dst *= src</summary>
    Multiply = 0x20,

    /// <summary>dst = src != 0 ? dst / src : 0</summary>
    Divide = 0x30,

    /// <summary>dst |= src</summary>
    Or = 0x40,

    /// <summary>dst &amp;= src</summary>
    And = 0x50,

    /// <summary>dst &lt;&lt;= src &amp; mask</summary>
    ShiftLeft = 0x60,

    /// <summary>dst &gt;&gt;= src &amp; mask, zeroes shifted in</summary>
    ShiftRight = 0x70,

    /// <summary>dst = -dst</summary>
    Negate = 0x80,

    /// <summary>dst = src != 0 ? dst % src : dst</summary>
    Modulo = 0x90,

    /// <summary>dst ^= src</summary>
    Xor = 0xa0,

    /// <summary>dst = src, or the sign extension of its low 8, 16 or 32 bits</summary>
    Move = 0xb0,

    /// <summary>dst &gt;&gt;= src &amp; mask, the sign shifted in</summary>
    ShiftRightArithmetic = 0xc0,

    /// <summary>Byte swap; the immediate is the width: 16, 32 or 64.</summary>
    ByteSwap = 0xd0,
}
