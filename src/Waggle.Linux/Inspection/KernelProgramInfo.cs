using Waggle.Bpf.Catalog;

namespace Waggle.Linux.Inspection;

/// <summary>What the kernel says of a loaded program, the same as <c>bpftool prog</c> shows.</summary>
/// <remarks>Immutable. Fields that the kernel is too old to have are zero. Source: <c>struct bpf_prog_info</c>, Linux 6.18.</remarks>
public sealed record KernelProgramInfo
{
    /// <summary>The kernel's number for it.</summary>
    public required uint Id { get; init; }

    /// <summary>Kind of program.</summary>
    public required ProgramType Type { get; init; }

    /// <summary>Name: whole where the program's BTF has it, else its first 15 characters; "" if it has none.</summary>
    public required string Name { get; init; }

    /// <summary>Hash of its instructions, 16 hexadecimal digits: equal for equal programs.</summary>
    public required string Tag { get; init; }

    /// <summary>When it was loaded.</summary>
    public required DateTimeOffset LoadedAt { get; init; }

    /// <summary>User who loaded it.</summary>
    public required uint UserId { get; init; }

    /// <summary>Whether its licence is one that the kernel counts as compatible with the GPL (Linux 4.18).</summary>
    public required bool IsGplCompatible { get; init; }

    /// <summary>Size after the verifier rewrote it, in bytes; 0 if this process may not know.</summary>
    public required uint TranslatedSizeInBytes { get; init; }

    /// <summary>Size of its machine code in bytes; 0 if it is interpreted, or this process may not know.</summary>
    public required uint MachineCodeSizeInBytes { get; init; }

    /// <summary>Memory that is charged for it, in bytes, from its fdinfo.</summary>
    public required ulong LockedMemoryInBytes { get; init; }

    /// <summary>Numbers of the maps that it uses.</summary>
    public required IReadOnlyList<uint> MapIds { get; init; }

    /// <summary>Number of its BTF object; 0 if it has none (Linux 5.0).</summary>
    public required uint BtfId { get; init; }

    /// <summary>Times it ran while statistics were on (<see cref="RunTimeStatistics"/>; Linux 5.1).</summary>
    public required ulong RunCount { get; init; }

    /// <summary>Time spent in it while statistics were on, in nanoseconds, of all CPUs together.</summary>
    public required ulong RunTimeInNanoseconds { get; init; }

    /// <summary>Times it was skipped since it was running on that CPU already (Linux 5.12).</summary>
    public required ulong RecursionMisses { get; init; }

    /// <summary>Instructions that the verifier walked through (Linux 5.16).</summary>
    public required uint VerifiedInstructions { get; init; }

    /// <summary>BTF object of the kernel, module or program that it is attached to; 0 for programs that are not typed so (Linux 6.0).</summary>
    public required uint AttachBtfObjectId { get; init; }

    /// <summary>Type of its hook in that object; 0 if it has none.</summary>
    public required uint AttachBtfId { get; init; }

    /// <summary>Interface that it is offloaded to; 0 if it runs on the CPU.</summary>
    public required uint InterfaceIndex { get; init; }
}
