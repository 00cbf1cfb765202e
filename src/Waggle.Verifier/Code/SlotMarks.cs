namespace Waggle.Verifier.Code;

/// <summary>What is known of a slot before anything is explored.</summary>
[Flags]
internal enum SlotMarks : byte
{
    None = 0,

    /// <summary>Paths meet here, or part: states are remembered and compared.</summary>
    Checkpoint = 1 << 0,

    /// <summary>It is reached by more than falling into it: the way that led here is written down.</summary>
    JumpTarget = 1 << 1,

    /// <summary>A state is remembered each time, since a loop converges here.</summary>
    ForcedCheckpoint = 1 << 2,

    /// <summary>It calls something that calls a function of the program before it returns.</summary>
    CallsBack = 1 << 3,

    /// <summary>It asks an iterator for its next item.</summary>
    IteratorNext = 1 << 4,

    /// <summary>It can be reached.</summary>
    Reachable = 1 << 5,

    /// <summary>The second half of a 64-bit immediate.</summary>
    SecondHalf = 1 << 6,
}
