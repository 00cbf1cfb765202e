namespace Waggle.Linux.Features;

/// <summary>What this machine offers to BPF programs, found by trying.</summary>
public sealed record KernelReport
{
    /// <summary>The kernel's release, such as "6.12.4-amd64".</summary>
    public required string Release { get; init; }

    /// <summary>The machine, such as "x64".</summary>
    public required string Architecture { get; init; }

    /// <summary>Capabilities that BPF asks for, by kernel name, and whether the process has them in effect.</summary>
    public required IReadOnlyDictionary<string, bool> Capabilities { get; init; }

    /// <summary>Whether the process is in a user namespace of its own, where its capabilities do not count for BPF.</summary>
    public required bool IsInUserNamespace { get; init; }

    /// <summary>"none", "integrity", "confidentiality", or "unknown".</summary>
    public required string Lockdown { get; init; }

    /// <summary>kernel.unprivileged_bpf_disabled: 0 lets anyone load socket filters, 1 and 2 do not; null if it can't be read.</summary>
    public required int? UnprivilegedBpfDisabled { get; init; }

    /// <summary>net.core.bpf_jit_enable: 0 interprets, 1 compiles, 2 compiles and logs; null if it can't be read.</summary>
    public required int? JitMode { get; init; }

    /// <summary>Whether the kernel describes its own types.</summary>
    public required Feature Btf { get; init; }

    /// <summary>Size of those descriptions in bytes; 0 if there are none.</summary>
    public required int BtfSizeInBytes { get; init; }

    /// <summary>Number of types described; 0 if there are none.</summary>
    public required int BtfTypeCount { get; init; }

    /// <summary>Whether tracefs can be reached, and how.</summary>
    public required Feature TraceFs { get; init; }

    /// <summary>Program types, in order of number.</summary>
    public required IReadOnlyList<Feature> ProgramTypes { get; init; }

    /// <summary>Map types, in order of number.</summary>
    public required IReadOnlyList<Feature> MapTypes { get; init; }

    /// <summary>Hooks, by the section prefix that a program for them has.</summary>
    public required IReadOnlyList<Feature> Hooks { get; init; }
}
