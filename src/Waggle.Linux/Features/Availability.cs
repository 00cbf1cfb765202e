namespace Waggle.Linux.Features;

/// <summary>Whether something works on this machine, for this process.</summary>
public enum Availability
{
    /// <summary>It could not be found out, for example for lack of a privilege.</summary>
    Unknown = 0,

    /// <summary>It was tried and works.</summary>
    Yes,

    /// <summary>It was tried and does not work.</summary>
    No,
}
