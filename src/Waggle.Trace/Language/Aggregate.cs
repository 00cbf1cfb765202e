namespace Waggle.Trace.Language;

/// <summary>What is kept of numbers for a key: <c>sum()</c>, <c>avg()</c>, <c>min()</c>, <c>max()</c>, <c>stats()</c>.</summary>
public struct Aggregate
{
    /// <summary>How many there were.</summary>
    public long Count;

    /// <summary>Their sum.</summary>
    public long Sum;

    /// <summary>The least.</summary>
    public long Least;

    /// <summary>The greatest.</summary>
    public long Greatest;
}
