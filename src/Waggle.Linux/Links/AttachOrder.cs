namespace Waggle.Linux.Links;

/// <summary>Where a program stands among others of a hook that runs several in an order: tcx (Linux 6.6), netkit (6.7), cgroup (6.17).
/// Without any of these it comes last.</summary>
public sealed record AttachOrder
{
    /// <summary>Run before the program of this link.</summary>
    public Link? Before { get; init; }

    /// <summary>Run after the program of this link.</summary>
    public Link? After { get; init; }

    /// <summary>Run before the program of this number (<c>KernelProgram.Id</c>); of a cgroup, only if no link holds it.</summary>
    public uint? BeforeProgram { get; init; }

    /// <summary>Run after the program of this number (<c>KernelProgram.Id</c>); of a cgroup, only if no link holds it.</summary>
    public uint? AfterProgram { get; init; }

    /// <summary>Run before all programs that are there now.</summary>
    public bool First { get; init; }

    /// <summary>Attach only if the hook still has this revision (<see cref="AttachedPrograms.Revision"/>): nobody has attached,
    /// replaced or detached a program since it was read.</summary>
    public ulong? ExpectedRevision { get; init; }
}
