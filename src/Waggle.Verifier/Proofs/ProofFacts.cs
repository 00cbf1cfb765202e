namespace Waggle.Verifier.Proofs;

/// <summary>What a proof says of one instruction: all that was seen of it on any path, joined.</summary>
/// <remarks>An engine may leave out the check of an access or a call that has none of <see cref="Elsewhere"/>, and of a division without
/// <see cref="UnsafeDivisor"/>. An instruction without <see cref="Reached"/> is never executed.</remarks>
[Flags]
public enum ProofFacts : ushort
{
    /// <summary>No path leads here.</summary>
    None = 0,

    /// <summary>A path leads here.</summary>
    Reached = 1,

    /// <summary>It touches a stack frame, inside it.</summary>
    Stack = 1 << 1,

    /// <summary>It touches the context, where and as its layout allows; a load of a field that stands for an address gives the address.</summary>
    Context = 1 << 2,

    /// <summary>It touches the packet, or what lies before it, inside bounds that were compared with.</summary>
    Packet = 1 << 3,

    /// <summary>It touches the value of a map, inside it.</summary>
    MapValue = 1 << 4,

    /// <summary>It touches other memory of known size, inside it: a record, a slice, what r1 pointed to.</summary>
    Memory = 1 << 5,

    /// <summary>It touches, or hands to a call, what only a kernel vouches for: one of its objects, an arena, a key.</summary>
    Elsewhere = 1 << 6,

    /// <summary>It divides by a register that may be zero, or, with a sign, minus one.</summary>
    UnsafeDivisor = 1 << 7,

    /// <summary>It reads bytes of a stack frame that nobody may have written in this run.</summary>
    UnwrittenStack = 1 << 8,
}
