namespace Waggle.Bpf.Catalog;

/// <summary>What else is to be known of an argument (<c>enum bpf_type_flag</c> in include/linux/bpf.h).</summary>
[Flags]
public enum ArgumentTraits
{
    /// <summary>Nothing else.</summary>
    None = 0,

    /// <summary>Zero is allowed in place of a pointer.</summary>
    MayBeNull = 1 << 0,

    /// <summary>A size of zero is allowed.</summary>
    MayBeZero = 1 << 1,

    /// <summary>The helper reads the memory: it is initialised.</summary>
    Reads = 1 << 2,

    /// <summary>The helper writes the memory: it is not read-only. Without <see cref="Reads"/> it need not be initialised.</summary>
    Writes = 1 << 3,

    /// <summary>The memory lies at a multiple of its size.</summary>
    Aligned = 1 << 4,

    /// <summary>The helper takes the reference away: the program has it no more.</summary>
    Released = 1 << 5,

    /// <summary>A dynamic pointer to memory of the program.</summary>
    LocalMemory = 1 << 6,

    /// <summary>A dynamic pointer to a record of a ring buffer.</summary>
    RingMemory = 1 << 7,
}
