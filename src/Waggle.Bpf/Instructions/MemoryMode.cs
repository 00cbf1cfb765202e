namespace Waggle.Bpf.Instructions;

/// <summary>Mode of a load or store: the high three bits of its opcode (RFC 9669 section 5).</summary>
public enum MemoryMode : byte
{
    /// <summary>64-bit immediate, two slots (class LD).</summary>
    Immediate = 0x00,

    /// <summary>Legacy packet access at a fixed offset (class LD).</summary>
    Absolute = 0x20,

    /// <summary>Legacy packet access at a register offset (class LD).</summary>
    Indirect = 0x40,

    /// <summary>Plain access.</summary>
    Memory = 0x60,

    /// <summary>Load with sign extension.</summary>
    MemorySigned = 0x80,

    /// <summary>Atomic operation (class STX); the immediate says which.</summary>
    Atomic = 0xc0,
}
