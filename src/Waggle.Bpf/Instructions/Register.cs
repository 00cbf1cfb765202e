namespace Waggle.Bpf.Instructions;

/// <summary>A register of the BPF machine.</summary>
/// <remarks>RFC 9669 section 2: R0 returns, R1 to R5 carry arguments and are clobbered by calls, R6 to R9 survive
/// calls, R10 is the read-only frame pointer. The encoding has four bits, so 11 to 15 exist on the wire and are invalid
/// (Linux uses 11 internally).</remarks>
public enum Register : byte
{
    /// <summary>Return value of calls and of the program.</summary>
    R0 = 0,

    /// <summary>First argument; the context at program entry.</summary>
    R1 = 1,

    /// <summary>Second argument.</summary>
    R2 = 2,

    /// <summary>Third argument.</summary>
    R3 = 3,

    /// <summary>Fourth argument.</summary>
    R4 = 4,

    /// <summary>Fifth argument.</summary>
    R5 = 5,

    /// <summary>Callee-saved.</summary>
    R6 = 6,

    /// <summary>Callee-saved.</summary>
    R7 = 7,

    /// <summary>Callee-saved.</summary>
    R8 = 8,

    /// <summary>Callee-saved.</summary>
    R9 = 9,

    /// <summary>Frame pointer, read-only; the 512-byte stack lies below it.</summary>
    R10 = 10,
}
