using System.Collections.Immutable;

namespace Waggle.Compiler;

/// <summary>What a caller can choose.</summary>
public sealed record CompilerOptions
{
    /// <summary>How much of the instruction set is used.</summary>
    public InstructionSetLevel Level { get; init; } = InstructionSetLevel.V3;

    /// <summary>Licence of the programs. Helpers for GPL programs want one that the kernel counts as GPL-compatible.</summary>
    public string License { get; init; } = "Dual MIT/GPL";

    /// <summary>Source lines of assemblies that have no file.</summary>
    public ImmutableArray<AssemblySymbols> Symbols { get; init; } = [];
}
