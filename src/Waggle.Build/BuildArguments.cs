using System.Collections.Immutable;
using Waggle.Compiler;
using Waggle.Verifier.Kernels;

namespace Waggle.Build;

/// <summary>What a build asks for, as <c>Waggle.Build.targets</c> writes it.</summary>
/// <param name="Assembly">The assembly whose classes are compiled.</param>
/// <param name="Directory">Where the objects go. Objects that are there already and belong to no class any more are removed.</param>
internal sealed record BuildArguments(string Assembly, string Directory)
{
    public const string Usage =
        "usage: dotnet Waggle.Build.dll ASSEMBLY DIRECTORY [--isa v1|v2|v3|v4] [--root DIRECTORY] [--references FILE] [--verify VERSION;…] [--kernel-types FILE]";

    /// <summary>How much of the instruction set is used.</summary>
    public InstructionSetLevel Level { get; init; } = InstructionSetLevel.V3;

    /// <summary>The project's folder: objects name sources relative to it. Null to name them as the assembly's PDB does.</summary>
    public string? Root { get; init; }

    /// <summary>Assemblies that the classes may need.</summary>
    public ImmutableArray<string> References { get; init; } = [];

    /// <summary>Kernels whose rules the programs are held to.</summary>
    public ImmutableArray<KernelVersion> Kernels { get; init; } = [];

    /// <summary>A kernel's types (BTF); null for those of the running kernel.</summary>
    public string? KernelTypes { get; init; }

    /// <summary>Reads a command line.</summary>
    /// <exception cref="AssemblyException">It says something that this does not know; the text says what.</exception>
    /// <exception cref="IOException">The list of references can't be read.</exception>
    public static BuildArguments? Parse(ReadOnlySpan<string> args)
    {
        if (args is not [var assembly, var directory, ..] || args.Length % 2 != 0) return null;
        BuildArguments parsed = new(assembly, directory);
        for (int i = 2; i < args.Length; i += 2)
        {
            if (parsed.With(args[i], args[i + 1]) is not { } next) return null;
            parsed = next;
        }

        return parsed;
    }

    private BuildArguments? With(string option, string value) => option switch
    {
        "--isa" => this with { Level = LevelOf(value) },
        "--root" => this with { Root = value },
        "--references" => this with { References = [.. File.ReadAllLines(value).Where(line => line.Length > 0)] },
        "--verify" => this with { Kernels = [.. value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(KernelOf)] },
        "--kernel-types" => this with { KernelTypes = value },
        _ => null,
    };

    private static InstructionSetLevel LevelOf(string text) => text.ToUpperInvariant() switch
    {
        "V1" => InstructionSetLevel.V1,
        "V2" => InstructionSetLevel.V2,
        "V3" => InstructionSetLevel.V3,
        "V4" => InstructionSetLevel.V4,
        _ => throw new AssemblyException($"WaggleInstructionSet is '{text}': it is v1, v2, v3 or v4."),
    };

    private static KernelVersion KernelOf(string text) => KernelVersion.TryParse(text, out KernelVersion version) && KernelVersion.Known.Contains(version)
        ? version
        : throw new AssemblyException($"WaggleVerify names '{text}': known are {string.Join(", ", KernelVersion.Known)}, with ';' between them.");
}
