namespace Waggle.Trace.Generation;

/// <summary>What a map of an expression keeps for a key.</summary>
public enum MapKind
{
    /// <summary>A value that was assigned, or counted up and down.</summary>
    Scalar,

    /// <summary>How often.</summary>
    Count,

    /// <summary>A sum.</summary>
    Sum,

    /// <summary>A mean.</summary>
    Avg,

    /// <summary>The least.</summary>
    Min,

    /// <summary>The greatest.</summary>
    Max,

    /// <summary>How many, mean and sum.</summary>
    Stats,

    /// <summary>A histogram by powers of two.</summary>
    Hist,

    /// <summary>A histogram of equal widths.</summary>
    Lhist,
}
