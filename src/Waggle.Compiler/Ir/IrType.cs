namespace Waggle.Compiler.Ir;

/// <summary>What a value is to the machine. Pointers and maps are <see cref="Int64"/>.</summary>
internal enum IrType : byte
{
    /// <summary>No value.</summary>
    Void,

    /// <summary>The low 32 bits of a register; what the high ones hold is not said.</summary>
    Int32,

    /// <summary>A whole register.</summary>
    Int64,
}
