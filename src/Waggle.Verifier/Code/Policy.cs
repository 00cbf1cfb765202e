using Waggle.Bpf.Types;
using Waggle.Verifier.Kernels;
using Waggle.Verifier.Proofs;

namespace Waggle.Verifier.Code;

/// <summary>What a program is held to.</summary>
internal sealed record Policy
{
    /// <summary>Whether who loads it has CAP_BPF: loops, functions, all types of programs, maps and helpers; numbers are followed through the stack.</summary>
    public bool IsCapable { get; init; } = true;

    /// <summary>Whether who loads it has CAP_PERFMON: pointers may be compared and leak, stack may be read that nobody wrote, and what the
    /// processor does before it knows better does not matter.</summary>
    public bool MayLeak { get; init; } = true;

    /// <summary>Whether accesses must lie at multiples of their size (<c>BPF_F_STRICT_ALIGNMENT</c>).</summary>
    public bool IsAlignmentStrict { get; init; }

    /// <summary>Most instructions that are gone through, over all paths (<c>BPF_COMPLEXITY_LIMIT_INSNS</c>).</summary>
    public int InstructionLimit { get; init; } = 1_000_000;

    /// <summary>Most paths that wait to be gone (<c>BPF_COMPLEXITY_LIMIT_JMP_SEQ</c>).</summary>
    public int PendingLimit { get; init; } = 8192;

    /// <summary>The kernel whose rules they are.</summary>
    public KernelVersion Kernel { get; init; } = KernelVersion.Latest;

    /// <summary>The kernel's types; null if there are none.</summary>
    public Btf? KernelTypes { get; init; }

    /// <summary>What runs the program, if not a kernel.</summary>
    public ProgramHost? Host { get; init; }

    /// <summary>Whether the licence counts as compatible with the GPL.</summary>
    public bool IsGplCompatible { get; init; } = true;
}
