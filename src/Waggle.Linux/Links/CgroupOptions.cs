namespace Waggle.Linux.Links;

/// <summary>How to attach to a cgroup.</summary>
public sealed record CgroupOptions
{
    /// <summary>Which of the cgroup's hooks; null for what the program's section says. It must be given for a program whose section is
    /// not known: one opened from a pin, or cgroup/skb.</summary>
    public CgroupHook? Hook { get; init; }

    /// <summary>Its place among the others of the cgroup and hook (Linux 6.17); null for the last.</summary>
    public AttachOrder? Order { get; init; }

    internal bool TriesLinks { get; init; } = true;
}
