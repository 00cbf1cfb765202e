namespace Waggle.Trace.Language;

/// <summary>A stack of a process; printed as the names of its functions.</summary>
/// <param name="id">Its number in the map of stacks, or a negated errno.</param>
/// <param name="process">The process, whose files say the names.</param>
public readonly struct UserStack(long id, long process)
{
    /// <summary>Its number in the map of stacks, or a negated errno.</summary>
    public readonly long Id = id;

    /// <summary>The process.</summary>
    public readonly long Process = process;
}
