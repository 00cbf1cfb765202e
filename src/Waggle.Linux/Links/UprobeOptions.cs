namespace Waggle.Linux.Links;

/// <summary>How to attach to functions of user-space programs.</summary>
public sealed record UprobeOptions
{
    /// <summary>The process to watch; null for every process that maps the file, also later ones.</summary>
    public int? ProcessId { get; init; }

    /// <summary>Whether the program runs when the function returns; null for what its section says (uretprobe).</summary>
    public bool? AtReturn { get; init; }

    /// <summary>Bytes from the start of the function, at the first byte of an instruction.</summary>
    public ulong OffsetInBytes { get; init; }

    /// <summary>What <c>bpf_get_attach_cookie</c> returns in the program (Linux 5.15); 0 for none.</summary>
    public ulong Cookie { get; init; }

    /// <summary>Where in the file a 16-bit counter is that the kernel counts up in each process while this is attached: the semaphore of
    /// a statically defined tracepoint (Linux 4.20); 0 for none. It lies in the first 4 GB.</summary>
    public ulong SemaphoreOffsetInFile { get; init; }

    internal bool TriesLinks { get; init; } = true;
}
