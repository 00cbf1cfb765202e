namespace Waggle.Compiler.Ir;

/// <summary>Changes of width.</summary>
internal enum ConversionKind : byte
{
    /// <summary>Keeps the low 8 bits.</summary>
    Zero8,

    /// <summary>Keeps the low 16 bits.</summary>
    Zero16,

    /// <summary>Keeps the low 32 bits.</summary>
    Zero32,

    /// <summary>Repeats bit 7 above it.</summary>
    Sign8,

    /// <summary>Repeats bit 15 above it.</summary>
    Sign16,

    /// <summary>Repeats bit 31 above it.</summary>
    Sign32,

    /// <summary>The low half of 64 bits.</summary>
    Truncate,

    /// <summary>Reverses the low 2 bytes; those above become zero.</summary>
    Swap16,

    /// <summary>Reverses the low 4 bytes.</summary>
    Swap32,

    /// <summary>Reverses 8 bytes.</summary>
    Swap64,
}
