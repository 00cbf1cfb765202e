using System.Collections.Immutable;

namespace Waggle.Verifier.Graphs;

/// <summary>A function of a program, in a graph.</summary>
/// <param name="Name">Its name; "func#2" if the object has none for it.</param>
/// <param name="Blocks">Its blocks, in order of place.</param>
/// <param name="Edges">The ways between them, by the block that they leave.</param>
/// <remarks>Immutable.</remarks>
public sealed record GraphFunction(string Name, ImmutableArray<GraphBlock> Blocks, ImmutableArray<GraphEdge> Edges);
