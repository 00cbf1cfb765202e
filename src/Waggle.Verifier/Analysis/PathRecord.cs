using System.Collections.Immutable;
using Waggle.Bpf.Objects;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <summary>What an analysis writes down that goes the way to a rejection once more.</summary>
/// <param name="last">Number of the instruction, counted over all paths, that the rejection came at.</param>
/// <remarks>Of its own, so that programs that are accepted, and those whose rejection nobody asks about, do not pay for it.</remarks>
internal sealed class PathRecord(int last)
{
    public int Last => last;

    /// <summary>The instruction that was rejected, and the way to it; null if the analysis has not come there.</summary>
    public PathStep? End { get; set; }

    /// <summary>What the registers held before it.</summary>
    public ImmutableArray<RegisterState> Registers { get; set; } = [];

    /// <summary>The maps, by the index that registers have.</summary>
    public IReadOnlyList<MapSpec> Maps { get; set; } = [];
}
