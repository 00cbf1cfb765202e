namespace Waggle.Trace.Language;

/// <summary>A stack of the kernel; printed as the names of its functions.</summary>
/// <param name="id">Its number in the map of stacks, or a negated errno.</param>
public readonly struct KernelStack(long id)
{
    /// <summary>Its number in the map of stacks, or a negated errno.</summary>
    public readonly long Id = id;
}
