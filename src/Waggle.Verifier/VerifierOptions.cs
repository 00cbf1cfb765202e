using Waggle.Bpf.Types;
using Waggle.Verifier.Analysis;
using Waggle.Verifier.Kernels;
using Waggle.Verifier.Proofs;

namespace Waggle.Verifier;

/// <summary>What a program is held to.</summary>
/// <remarks>Immutable.</remarks>
public sealed record VerifierOptions
{
    /// <summary>The kernel whose rules they are: its helpers, kernel functions, kinds of maps and programs, and limits.</summary>
    public KernelVersion Kernel { get; init; } = KernelVersion.Latest;

    /// <summary>The kernel's types (/sys/kernel/btf/vmlinux), for programs that look at the kernel's own structs or call its functions; null
    /// if there are none: then such programs get numbers where they would get pointers.</summary>
    public Btf? KernelTypes { get; init; }

    /// <summary>Whether who loads the program has CAP_BPF, CAP_PERFMON and CAP_NET_ADMIN. Without them there are socket filters and programs
    /// of type cgroup_skb only, without loops and functions and with few kinds of maps and helpers; what may show an address is refused, and
    /// what the processor may do on a wrong guess counts as done.</summary>
    public bool IsPrivileged { get; init; } = true;

    /// <summary>What runs the program, if not a kernel; null for a kernel.</summary>
    public ProgramHost? Host { get; init; }

    /// <summary>Whether accesses must lie at multiples of their size (<c>BPF_F_STRICT_ALIGNMENT</c>).</summary>
    public bool IsAlignmentStrict { get; init; }

    /// <summary>Where the log goes, in the form of the kernel's at level 2: each instruction that is gone through on each path, with what it
    /// leaves in registers and on the stack; null for none.</summary>
    /// <remarks>Written while the analysis goes, from its thread. It may become large: some hundred bytes an instruction gone through, of
    /// which there may be a million. What the writer throws ends the analysis.</remarks>
    public TextWriter? Log { get; init; }

    /// <summary>Whether visits are counted, for <see cref="VerifierReport.Program"/>. Takes a little time.</summary>
    public bool CollectsReport { get; init; }

    /// <summary>Whether states are joined at the start of each block, for <see cref="VerifierReport.Graph"/>. Takes time.</summary>
    public bool CollectsGraph { get; init; }

    /// <summary>Is shown each state that is gone through.</summary>
    internal IStateObserver? Observer { get; init; }

    /// <summary>Whether who loads it has CAP_BPF, if that is not as <see cref="IsPrivileged"/> says.</summary>
    internal bool? IsCapable { get; init; }

    /// <summary>See <see cref="Exploration.ComparesAll"/>.</summary>
    internal bool ComparesAll { get; init; }

    /// <summary>See <see cref="Exploration.TellsSpilledPointers"/>.</summary>
    internal bool TellsSpilledPointers { get; init; }

    /// <summary>Most instructions to go through, if fewer than the kernel's limit.</summary>
    internal int InstructionLimit { get; init; } = int.MaxValue;
}
