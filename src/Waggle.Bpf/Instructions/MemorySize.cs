namespace Waggle.Bpf.Instructions;

/// <summary>Width of a memory access: bits 3 and 4 of a load or store opcode (RFC 9669 section 5).</summary>
public enum MemorySize : byte
{
    /// <summary>4 bytes (W)</summary>
    Word = 0x00,

    /// <summary>2 bytes (H)</summary>
    Half = 0x08,

    /// <summary>1 byte (B)</summary>
    Byte = 0x10,

    /// <summary>8 bytes (DW)</summary>
    Double = 0x18,
}

/// <summary>Conversions of <see cref="MemorySize"/>.</summary>
public static class MemorySizes
{
    /// <summary>Width in bytes: 1, 2, 4 or 8.</summary>
    public static int InBytes(this MemorySize size) => size switch
    {
        MemorySize.Byte => 1,
        MemorySize.Half => 2,
        MemorySize.Word => 4,
        _ => 8,
    };

    /// <summary>The size that is <paramref name="bytes"/> wide.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is not 1, 2, 4 or 8.</exception>
    public static MemorySize FromBytes(int bytes) => bytes switch
    {
        1 => MemorySize.Byte,
        2 => MemorySize.Half,
        4 => MemorySize.Word,
        8 => MemorySize.Double,
        _ => throw new ArgumentOutOfRangeException(nameof(bytes), bytes, "A memory access is 1, 2, 4 or 8 bytes wide."),
    };
}
