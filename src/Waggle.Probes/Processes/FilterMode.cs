namespace Waggle.Probes.Processes;

/// <summary>Whose events the programs let through.</summary>
public enum FilterMode
{
    /// <summary>Everybody's.</summary>
    All = 0,

    /// <summary>Those of one process.</summary>
    OneProcess = 1,

    /// <summary>Those of the followed processes and all that they start.</summary>
    Followed = 2,
}
