namespace Waggle.Bpf.Types;

/// <summary>What a header in C has besides the types.</summary>
public sealed record BtfHeaderOptions
{
    /// <summary>Macro that keeps the header from being read twice; null for none.</summary>
    public string? Guard { get; init; } = "__VMLINUX_H__";

    /// <summary>Whether clang is to record every access to the header's structs, so that it can be relocated (CO-RE). A program turns it
    /// off with <c>#define BPF_NO_PRESERVE_ACCESS_INDEX</c>.</summary>
    public bool PreservesAccessIndex { get; init; } = true;

    /// <summary>The types to write, together with all that they need; null for all types, or of split BTF for those that are not the
    /// base's.</summary>
    public IReadOnlyCollection<int>? Roots { get; init; }
}
