namespace Waggle.Linux.Links;

/// <summary>How to attach to a function of the kernel.</summary>
public sealed record KprobeOptions
{
    /// <summary>Whether the program runs when the function returns; null for what its section says (kretprobe, kretsyscall).</summary>
    public bool? AtReturn { get; init; }

    /// <summary>Bytes from the start of the function.</summary>
    public ulong OffsetInBytes { get; init; }

    /// <summary>What <c>bpf_get_attach_cookie</c> returns in the program (Linux 5.15); 0 for none.</summary>
    public ulong Cookie { get; init; }
}
