using System.Collections.Immutable;

namespace Waggle.Verifier.Graphs;

/// <summary>Instructions that are gone through one after the other.</summary>
/// <param name="Start">First slot.</param>
/// <param name="End">The slot behind its last.</param>
/// <param name="Visits">How often a path has come to its start; 0: no path does, it is dead.</param>
/// <param name="Invariants">What holds at its start on all paths, of registers that are used later and of the stack, in the notation of
/// the kernel's log: "R1=ctx()". Values of several kinds are told apart by a bar: "R0=0 | map_value(map=hits,ks=4,vs=8)".</param>
/// <param name="Lines">Its instructions, each behind the line of source that it is the first of.</param>
/// <remarks>Immutable. Ids are left out, since they differ from path to path.</remarks>
public sealed record GraphBlock(int Start, int End, int Visits, ImmutableArray<string> Invariants, ImmutableArray<GraphLine> Lines)
{
    /// <summary>Whether no path comes here.</summary>
    public bool IsDead => Visits == 0;
}
