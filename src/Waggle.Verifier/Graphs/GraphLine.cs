namespace Waggle.Verifier.Graphs;

/// <summary>A line of a block.</summary>
/// <param name="Text">An instruction, "5: r0 = 1", or a line of source, "; return 1; @ prog.bpf.c:7".</param>
/// <param name="IsSource">Whether it is one of source.</param>
/// <remarks>Immutable.</remarks>
public sealed record GraphLine(string Text, bool IsSource);
