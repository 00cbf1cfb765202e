namespace Waggle.Verifier.States;

/// <summary>Something that the program has taken and must give back.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Slot">The instruction that took it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Frame">The frame that took it.</param>
internal readonly record struct Reference(int Id, int Slot, ReferenceKind Kind, int Frame);

/// <summary>What a program has taken.</summary>
internal enum ReferenceKind : byte
{
    /// <summary>A pointer: a socket, a record, a kernel object, an iterator.</summary>
    Pointer,

    /// <summary>Saved interrupt flags.</summary>
    InterruptFlags,
}
