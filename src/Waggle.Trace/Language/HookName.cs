namespace Waggle.Trace.Language;

/// <summary>A hook, by its number in the script; printed as its name.</summary>
/// <param name="number">Its number.</param>
public readonly struct HookName(long number)
{
    /// <summary>Its number.</summary>
    public readonly long Number = number;
}
