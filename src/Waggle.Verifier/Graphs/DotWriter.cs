using System.Globalization;
using System.Text;

namespace Waggle.Verifier.Graphs;

/// <summary>Writes a graph in the language of Graphviz.</summary>
/// <param name="output">Where to.</param>
internal sealed class DotWriter(TextWriter output)
{
    public void Write(ControlFlowGraph graph)
    {
        output.Write($"digraph {Quote(graph.Name)} {{\n");
        output.Write("  node [shape=box, style=filled, fillcolor=white, fontname=monospace, fontsize=10];\n");
        output.Write("  edge [fontname=monospace, fontsize=9];\n");
        for (int i = 0; i < graph.Functions.Length; i++) Write(graph.Functions[i], i);
        output.Write("}\n");
    }

    private void Write(GraphFunction function, int number)
    {
        output.Write(string.Create(CultureInfo.InvariantCulture, $"  subgraph cluster_{number} {{\n    label={Quote(function.Name)};\n    fontname=monospace;\n"));
        foreach (GraphBlock block in function.Blocks)
        {
            StringBuilder label = new();
            foreach ((_, string text) in BlockText.Of(block)) label.Append(Escape(text)).Append("\\l");
            output.Write(string.Create(CultureInfo.InvariantCulture, $"    b{block.Start} [label=\"{label}\"{(block.IsDead ? ", style=\"filled,dashed\", fillcolor=gray90, fontcolor=gray40" : "")}];\n"));
        }
        foreach (GraphEdge edge in function.Edges)
            output.Write(string.Create(CultureInfo.InvariantCulture, $"    b{function.Blocks[edge.From].Start} -> b{function.Blocks[edge.To].Start} [{Attributes(edge)}];\n"));
        output.Write("  }\n");
    }

    private static string Attributes(GraphEdge edge) => edge.State switch
    {
        EdgeState.Taken => string.Create(CultureInfo.InvariantCulture, $"label=\"{(edge.IsJump ? "jump " : "")}{edge.Visits}\""),
        EdgeState.NotTaken => $"label=\"{(edge.IsJump ? "jump " : "")}not taken\", style=dashed, color=gray50, fontcolor=gray50",
        _ => "label=\"dead\", style=dotted, color=gray70, fontcolor=gray70",
    };

    private static string Quote(string text) => $"\"{Escape(text)}\"";

    // Control characters have no place in a label.
    private static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (char c in text)
        {
            if (c is '"' or '\\') escaped.Append('\\');
            escaped.Append(char.IsControl(c) ? ' ' : c);
        }
        return escaped.ToString();
    }
}
