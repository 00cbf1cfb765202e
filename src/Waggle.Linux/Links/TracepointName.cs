namespace Waggle.Linux.Links;

/// <summary>A tracepoint's full name.</summary>
/// <param name="Category">Such as "sched".</param>
/// <param name="Name">Such as "sched_process_exec".</param>
public readonly record struct TracepointName(string Category, string Name)
{
    /// <summary>As sections write it: "sched/sched_process_exec".</summary>
    public override string ToString() => $"{Category}/{Name}";
}
