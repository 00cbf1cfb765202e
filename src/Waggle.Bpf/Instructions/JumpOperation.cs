namespace Waggle.Bpf.Instructions;

/// <summary>Jumps: the high four bits of a JMP or JMP32 opcode (RFC 9669 section 4.3; <see cref="MayGoto"/> is Linux's).</summary>
public enum JumpOperation : byte
{
    /// <summary>Unconditional; in class JMP the offset field counts, in class JMP32 the immediate (gotol).</summary>
    Always = 0x00,

    /// <summary>dst == src</summary>
    Equal = 0x10,

    /// <summary>dst &gt; src, unsigned</summary>
    GreaterUnsigned = 0x20,

    /// <summary>dst &gt;= src, unsigned</summary>
    GreaterOrEqualUnsigned = 0x30,

    /// <summary>(dst &amp; src) != 0</summary>
    AnyBitSet = 0x40,

    /// <summary>dst != src</summary>
    NotEqual = 0x50,

    /// <summary>dst &gt; src, signed</summary>
    GreaterSigned = 0x60,

    /// <summary>dst &gt;= src, signed</summary>
    GreaterOrEqualSigned = 0x70,

    /// <summary>Call of a helper, a function of the program, or a kfunc, told apart by <see cref="CallKind"/>.</summary>
    Call = 0x80,

    /// <summary>Return.</summary>
    Exit = 0x90,

    /// <summary>dst &lt; src, unsigned</summary>
    LessUnsigned = 0xa0,

    /// <summary>dst &lt;= src, unsigned</summary>
    LessOrEqualUnsigned = 0xb0,

    /// <summary>dst &lt; src, signed</summary>
    LessSigned = 0xc0,

    /// <summary>dst &lt;= src, signed</summary>
    LessOrEqualSigned = 0xd0,

    /// <summary>Linux 6.9, <c>BPF_JCOND</c> with source 0: jump once the kernel's loop budget is used up.</summary>
    MayGoto = 0xe0,
}
