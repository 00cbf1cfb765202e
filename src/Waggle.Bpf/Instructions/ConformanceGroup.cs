namespace Waggle.Bpf.Instructions;

/// <summary>The smallest set of instructions that holds an instruction, and that an implementation supports as a whole
/// (RFC 9669 section 2.4).</summary>
/// <remarks>The 64-bit groups include their 32-bit sisters; <see cref="Base32"/> is mandatory.</remarks>
public enum ConformanceGroup
{
    /// <summary>The mandatory instructions: 32-bit arithmetic and jumps, calls, loads and stores of up to 4 bytes.</summary>
    Base32,

    /// <summary>64-bit arithmetic and jumps, 8-byte loads and stores, 64-bit immediates.</summary>
    Base64,

    /// <summary>32-bit multiplication, division and modulo.</summary>
    DivMul32,

    /// <summary>64-bit multiplication, division and modulo.</summary>
    DivMul64,

    /// <summary>4-byte atomic operations.</summary>
    Atomic32,

    /// <summary>8-byte atomic operations.</summary>
    Atomic64,

    /// <summary>Legacy packet access, deprecated.</summary>
    Packet,

    /// <summary>Not in the RFC: <c>may_goto</c>, <c>addr_space_cast</c>, load-acquire and store-release of Linux.</summary>
    Linux,
}
