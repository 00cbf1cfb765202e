namespace Waggle.Linux.Usdt;

/// <summary>How to attach to a statically defined tracepoint of a user-space program.</summary>
public sealed record UsdtOptions
{
    /// <summary>The process to watch; null for every process that maps the file, also later ones.</summary>
    public int? ProcessId { get; init; }

    /// <summary>What <c>bpf_usdt_cookie</c> returns in the program; 0 for none.</summary>
    public ulong Cookie { get; init; }
}
