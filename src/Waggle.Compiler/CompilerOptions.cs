using System.Collections.Immutable;

namespace Waggle.Compiler;

/// <summary>What a caller can choose.</summary>
public sealed record CompilerOptions
{
    /// <summary>How much of the instruction set is used.</summary>
    public InstructionSetLevel Level { get; init; } = InstructionSetLevel.V3;

    /// <summary>Folder that source files are named relative to in the object, so that the same source gives the same bytes wherever it lies;
    /// null to name them as the PDB does. Names that begin with "/_/" were mapped by a build and stay.</summary>
    public string? SourceRoot { get; init; }

    /// <summary>Licence of the programs. Helpers for GPL programs want one that the kernel counts as GPL-compatible.</summary>
    public string License { get; init; } = "Dual MIT/GPL";

    /// <summary>Source lines of assemblies that have no file.</summary>
    public ImmutableArray<AssemblySymbols> Symbols { get; init; } = [];
}
