namespace Waggle.Linux.Links;

/// <summary>What an iterator goes through; without any of these, all there is. A kind of iterator takes its own options only.</summary>
public sealed record IteratorOptions
{
    /// <summary>iter/task, task_file, task_vma: this thread only (Linux 6.1).</summary>
    public int? ThreadId { get; init; }

    /// <summary>iter/task, task_file, task_vma: the threads of this process only (Linux 6.1).</summary>
    public int? ProcessId { get; init; }

    /// <summary>iter/cgroup: directory of the cgroup to start from (Linux 6.1); null for the root.</summary>
    public string? CgroupPath { get; init; }

    /// <summary>iter/cgroup: which cgroups and in what order (Linux 6.1).</summary>
    public CgroupWalk? Walk { get; init; }
}
