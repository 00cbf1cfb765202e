using Waggle.Bpf.Catalog;

namespace Waggle.Bpf.Objects;

/// <summary>What the name of a section says about the programs in it.</summary>
/// <param name="Type">Kind of program; <see cref="ProgramType.Unspecified"/> if the name is none of libbpf's.</param>
/// <param name="AttachTarget">What the name says after its first slash: "sched/sched_process_exec"; "" if nothing.</param>
/// <param name="ExpectedAttachType">Number of <c>enum bpf_attach_type</c> to load with, or 0.</param>
/// <param name="IsSleepable">Whether the program may sleep.</param>
/// <param name="HasFragments">Whether an XDP program takes packets in several parts ("xdp.frags").</param>
/// <param name="IsAttachTypeOptional">Whether a kernel that does not know the attach type takes the program without it.</param>
/// <param name="IsLoadedByDefault">False for a name that starts with '?': such a program is loaded only if it is asked for.</param>
/// <remarks>The names are libbpf's: docs.kernel.org/bpf/libbpf/program_types.html.</remarks>
public readonly record struct ProgramSection(
    ProgramType Type,
    string AttachTarget,
    uint ExpectedAttachType,
    bool IsSleepable,
    bool HasFragments = false,
    bool IsAttachTypeOptional = false,
    bool IsLoadedByDefault = true)
{
    /// <summary>Stands before the name of a section whose programs are loaded only if they are asked for.</summary>
    internal const char NotByDefault = '?';

    /// <summary>Looks a section's name up.</summary>
    public static ProgramSection Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        bool isLoadedByDefault = !name.StartsWith(NotByDefault);
        if (!isLoadedByDefault)
            name = name[1..];
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        string target = slash < 0 ? "" : name[(slash + 1)..];
        return SectionTable.Find(name) is { } row
            ? new(
                row.Type,
                target,
                (uint)row.AttachType,
                row.Traits.HasFlag(SectionTraits.Sleepable),
                row.Traits.HasFlag(SectionTraits.Fragments),
                row.Traits.HasFlag(SectionTraits.AttachTypeOptional),
                isLoadedByDefault)
            : new(ProgramType.Unspecified, target, 0, IsSleepable: false, IsLoadedByDefault: isLoadedByDefault);
    }
}
