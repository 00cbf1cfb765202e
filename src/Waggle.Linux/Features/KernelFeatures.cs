using System.Collections.Concurrent;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;

namespace Waggle.Linux.Features;

/// <summary>What this kernel has, asked for one kind of thing at a time. Each answer is yes, no or unknown, and says what was tried.</summary>
/// <remarks>Thread-safe. Answers are found by trying at the first call and kept for the process, unless one of them is
/// <see cref="Availability.Unknown"/>: then the next call tries again. Nothing is left behind on the machine.</remarks>
public static class KernelFeatures
{
    private static readonly ConcurrentDictionary<string, IReadOnlyList<Feature>> s_answers = new(StringComparer.Ordinal);

    /// <summary>Program types, in order of number.</summary>
    /// <exception cref="BpfNotSupportedException">This is not Linux on x86-64 or arm64.</exception>
    public static IReadOnlyList<Feature> ProgramTypes() => Ask("program types", static () => ProgramTypeProbe.Run(CancellationToken.None));

    /// <summary>Map types, in order of number.</summary>
    /// <exception cref="BpfNotSupportedException">This is not Linux on x86-64 or arm64.</exception>
    public static IReadOnlyList<Feature> MapTypes() => Ask("map types", static () => MapTypeProbe.Run(CancellationToken.None));

    /// <summary>Helpers that programs of a type can call, in order of number: every one of Linux 6.18. Takes some milliseconds.</summary>
    /// <exception cref="BpfNotSupportedException">This is not Linux on x86-64 or arm64.</exception>
    public static IReadOnlyList<Feature> Helpers(ProgramType type) => Ask($"helpers of {type}", () => HelperProbe.Run(type));

    /// <summary>Places to attach to (<c>enum bpf_attach_type</c>), in order of number.</summary>
    /// <exception cref="BpfNotSupportedException">This is not Linux on x86-64 or arm64.</exception>
    public static IReadOnlyList<Feature> AttachTypes() => Ask("attach types", AttachTypeProbe.Run);

    /// <summary>Kinds of types that the kernel takes with programs and maps.</summary>
    /// <exception cref="BpfNotSupportedException">This is not Linux on x86-64 or arm64.</exception>
    public static IReadOnlyList<Feature> BtfKinds() => Ask("BTF kinds", BtfKindProbe.Run);

    /// <summary>Levels of the instruction set, as clang's -mcpu names them, and some later instructions.</summary>
    /// <exception cref="BpfNotSupportedException">This is not Linux on x86-64 or arm64.</exception>
    public static IReadOnlyList<Feature> InstructionSets() => Ask("instruction sets", InstructionSetProbe.Run);

    /// <summary>Options that the kernel was built with, without CONFIG_ in front.</summary>
    /// <exception cref="BpfNotSupportedException">This is not Linux on x86-64 or arm64.</exception>
    public static IReadOnlyList<Feature> Configuration() => Ask("configuration", ConfigurationProbe.Run);

    /// <summary>BPF tokens, by which a container may be given rights.</summary>
    /// <exception cref="BpfNotSupportedException">This is not Linux on x86-64 or arm64.</exception>
    public static Feature Token() => Ask("token", static () => [TokenProbe.Run()])[0];

    private static IReadOnlyList<Feature> Ask(string question, Func<IReadOnlyList<Feature>> probe)
    {
        if (s_answers.TryGetValue(question, out IReadOnlyList<Feature>? known)) return known;
        OperatingSystemGuard.ThrowIfNotLinux("probe the kernel");
        IReadOnlyList<Feature> answers = probe();
        if (answers.All(a => a.Availability != Availability.Unknown)) s_answers.TryAdd(question, answers);
        return answers;
    }
}
