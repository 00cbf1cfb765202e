namespace Waggle.Linux.Links;

/// <summary>Where a tcx program stands among the others of the interface; without either it comes last.</summary>
public sealed record TcxOptions
{
    /// <summary>Run before the program of this link.</summary>
    public TcxLink? Before { get; init; }

    /// <summary>Run after the program of this link.</summary>
    public TcxLink? After { get; init; }

    /// <summary>Run before all programs that are there now.</summary>
    public bool First { get; init; }
}
