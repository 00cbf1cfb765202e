namespace Waggle.Compiler.Backend;

/// <summary>Kinds of machine instructions, as far as register allocation and emission tell them apart.</summary>
internal enum MachineKind : byte
{
    /// <summary>dst op= src or immediate; a move only defines dst.</summary>
    Alu,

    /// <summary>dst = -dst</summary>
    Negate,

    /// <summary>Byte swap of the low bits of dst.</summary>
    Swap,

    /// <summary>dst = [src + offset]</summary>
    Load,

    /// <summary>[dst + offset] = src</summary>
    Store,

    /// <summary>[dst + offset] = immediate</summary>
    StoreImmediate,

    /// <summary>An atomic operation on [dst + offset] with src.</summary>
    Atomic,

    /// <summary>dst = a 64-bit immediate, a map, or the address of a global or a function.</summary>
    LoadWide,

    /// <summary>dst = address of a stack slot: two instructions.</summary>
    SlotAddress,

    /// <summary>Call of a helper or a function.</summary>
    Call,

    /// <summary>result = 1 if a comparison of dst holds, else 0: three instructions, of which the first writes the result.</summary>
    Set,

    /// <summary>Ends a block: to one of two others.</summary>
    Branch,

    /// <summary>Ends a block: to another.</summary>
    Jump,

    /// <summary>Ends the function.</summary>
    Exit,
}
