namespace Waggle.Linux.Links;

/// <summary>How to attach to many functions of the kernel at once.</summary>
public sealed record KprobeMultiOptions
{
    /// <summary>Whether the program runs when a function returns; null for what its section says (kretprobe.multi). Sessions run at both.</summary>
    public bool? AtReturn { get; init; }

    /// <summary>What <c>bpf_get_attach_cookie</c> returns in each function, in the order of the functions; null for none.</summary>
    public IReadOnlyList<ulong>? Cookies { get; init; }
}
