using System.Collections.Immutable;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;

namespace Waggle.Bpf.Objects;

/// <summary>A program that is described and not loaded yet: its instructions before any relocation, and what they refer to.</summary>
/// <remarks>Immutable; change one with <c>with</c>.</remarks>
public sealed record ProgramSpec
{
    /// <summary>Name of the function; the kernel keeps its first 15 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Section by libbpf's conventions, which says type and hook: "tracepoint/sched/sched_process_exec",
    /// "raw_tp/sys_enter", "tp_btf/sched_switch".</summary>
    public required string Section { get; init; }

    /// <summary>Kind of program.</summary>
    public required ProgramType Type { get; init; }

    /// <summary>What the section names after its first slash: "sched/sched_process_exec"; "" if nothing.</summary>
    public string AttachTarget { get; init; } = "";

    /// <summary><c>BPF_PROG_LOAD</c>'s expected_attach_type (<c>enum bpf_attach_type</c>), or 0.</summary>
    public uint ExpectedAttachType { get; init; }

    /// <summary>Whether the program may sleep (<c>BPF_F_SLEEPABLE</c>).</summary>
    public bool IsSleepable { get; init; }

    /// <summary>Whether an XDP program takes packets in several parts (<c>BPF_F_XDP_HAS_FRAGS</c>, Linux 5.18).</summary>
    public bool HasFragments { get; init; }

    /// <summary>Whether the program is loaded when nothing says which ones are: false where the file has a '?' before the section's name.</summary>
    public bool IsLoadedByDefault { get; init; } = true;

    /// <summary>The program, its subprograms behind it; references to maps and kernel types are still open.</summary>
    public required ImmutableArray<Instruction> Instructions { get; init; }

    /// <summary>Maps that instructions refer to.</summary>
    public ImmutableArray<MapReference> MapReferences { get; init; } = [];

    /// <summary>Instructions that name something of the kernel.</summary>
    public ImmutableArray<ExternReference> ExternReferences { get; init; } = [];

    /// <summary>Instructions that depend on the kernel's types.</summary>
    public ImmutableArray<CoreRelocation> CoreRelocations { get; init; } = [];

    /// <summary>Functions, the entry first; empty if the object has no BTF.</summary>
    public ImmutableArray<FunctionInfo> Functions { get; init; } = [];

    /// <summary>Source lines, in order of instruction.</summary>
    public ImmutableArray<LineInfo> Lines { get; init; } = [];

    /// <summary>The section and name.</summary>
    public override string ToString() => $"{Name} ({Section})";
}
