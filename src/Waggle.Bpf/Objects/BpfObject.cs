using System.Collections.Immutable;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Programs and maps that belong together, independent of any machine: made from an ELF file, from C# or from text.</summary>
public sealed class BpfObject
{
    /// <summary>Licence of the programs; helpers marked GPL-only want one that the kernel counts as GPL-compatible.</summary>
    public string License { get; init; } = "Dual MIT/GPL";

    /// <summary>Programs in order of section.</summary>
    public ImmutableArray<ProgramSpec> Programs { get; init; } = [];

    /// <summary>Maps in order of declaration, data sections included.</summary>
    public ImmutableArray<MapSpec> Maps { get; init; } = [];

    /// <summary>The object's types, or null.</summary>
    public Btf? Btf { get; init; }
}
