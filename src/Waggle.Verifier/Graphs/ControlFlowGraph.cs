using System.Collections.Immutable;

namespace Waggle.Verifier.Graphs;

/// <summary>A program's functions as blocks, with what holds at the start of each on every path.</summary>
/// <param name="Name">Name of the program.</param>
/// <param name="Functions">Its functions, in order of place.</param>
/// <remarks>Immutable.</remarks>
public sealed record ControlFlowGraph(string Name, ImmutableArray<GraphFunction> Functions)
{
    /// <summary>Writes it in the language of Graphviz.</summary>
    /// <param name="output">Where to.</param>
    public void WriteDot(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        new DotWriter(output).Write(this);
    }

    /// <summary>Draws it: an SVG that needs nothing else.</summary>
    /// <param name="output">Where to.</param>
    public void WriteSvg(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        new SvgWriter(output).Write(this);
    }
}
