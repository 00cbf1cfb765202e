namespace Waggle.Verifier.States;

/// <summary>How alike two states have to be.</summary>
internal enum Exactness
{
    /// <summary>What the older state did not need may differ.</summary>
    Loose,

    /// <summary>All ranges of the newer state lie within the older's: for loops, whose needs are not known yet.</summary>
    RangeWithin,

    /// <summary>All is the same.</summary>
    Exact,
}
