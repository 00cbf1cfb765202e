namespace Waggle.Verifier.Graphs;

/// <summary>A way from one block to another.</summary>
/// <param name="From">The block it leaves: its place in <see cref="GraphFunction.Blocks"/>.</param>
/// <param name="To">The block it leads to.</param>
/// <param name="IsJump">Whether it is a jump that is taken; else the block behind.</param>
/// <param name="State">What the paths make of it.</param>
/// <param name="Visits">How many paths went it.</param>
/// <remarks>Immutable.</remarks>
public sealed record GraphEdge(int From, int To, bool IsJump, EdgeState State, int Visits);

/// <summary>What the paths make of a way.</summary>
public enum EdgeState
{
    /// <summary>A path goes it.</summary>
    Taken,

    /// <summary>Paths come to where it begins, and none goes it: what is known there rules it out.</summary>
    NotTaken,

    /// <summary>No path comes to where it begins.</summary>
    Dead,
}
