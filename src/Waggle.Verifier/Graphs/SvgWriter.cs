using System.Globalization;
using System.Net;
using System.Text;

namespace Waggle.Verifier.Graphs;

/// <summary>Draws a graph as an SVG, function beneath function.</summary>
/// <param name="output">Where to.</param>
internal sealed class SvgWriter(TextWriter output)
{
    private const double CharacterWidth = 6.7, LineHeight = 14, Padding = 8, TitleHeight = 34, Shortest = 60, LabelRoom = 14;

    private const string Style = """
        svg{background:#fff}text{font:11px ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;fill:#1f2328;white-space:pre}
        .name{font-size:15px;font-weight:600}.box{fill:#fff;stroke:#57606a}.head{fill:#ddf4ff}.title{font-weight:600}.known{fill:#0550ae}.source{fill:#1a7f37}
        .dead .box{fill:#f0f1f2;stroke:#8c959f;stroke-dasharray:4 3}.dead .head{fill:#e2e4e7}.dead text{fill:#6e7781}
        path{fill:none;stroke:#57606a;stroke-width:1.3}.back{stroke:#8250df}.none{stroke:#afb8c1;stroke-dasharray:5 4}.label{font-size:10px;fill:#57606a;stroke:#fff;stroke-width:3px;paint-order:stroke}
        marker path{fill:#57606a;stroke:none}
        """;

    public void Write(ControlFlowGraph graph)
    {
        (GraphFunction Function, GraphLayout Layout)[] functions = [.. graph.Functions.Where(f => !f.Blocks.IsEmpty).Select(f => (f, LayOut(f)))];
        double width = functions.Max(f => Math.Max(f.Layout.Width, (f.Function.Name.Length + 2) * 9 + 2 * GraphLayout.Margin));
        double height = functions.Sum(f => f.Layout.Height + TitleHeight);
        Line($"""<svg xmlns="http://www.w3.org/2000/svg" width="{Number(width)}" height="{Number(height)}" viewBox="0 0 {Number(width)} {Number(height)}">""");
        Line($"<title>{Escape(graph.Name)}</title>");
        Line($"<style>{Style}</style>");
        Line("""<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>""");
        double top = 0;
        foreach ((GraphFunction function, GraphLayout layout) in functions)
        {
            Line($"""<g transform="translate({Number((width - layout.Width) / 2)} {Number(top)})">""");
            Line($"""<text class="name" x="{Number(GraphLayout.Margin)}" y="24">{Escape(function.Name)}</text>""");
            Line($"""<g transform="translate(0 {Number(TitleHeight - GraphLayout.Margin)})">""");
            for (int i = 0; i < function.Edges.Length; i++) Write(function, i, layout);
            for (int i = 0; i < function.Blocks.Length; i++) Write(function.Blocks[i], layout.Nodes[i]);
            Line("</g></g>");
            top += layout.Height + TitleHeight;
        }
        Line("</svg>");
    }

    private static GraphLayout LayOut(GraphFunction function) =>
        new([.. function.Blocks.Select(SizeOf)], [.. function.Edges.Select(e => (e.From, e.To))]);

    private static (double, double) SizeOf(GraphBlock block)
    {
        IReadOnlyList<(BlockText.LineKind, string Text)> lines = BlockText.Of(block);
        return (Math.Max(Shortest, lines.Max(l => l.Text.Length) * CharacterWidth + 2 * Padding), lines.Count * LineHeight + 2 * Padding);
    }

    private void Write(GraphBlock block, LayoutNode place)
    {
        IReadOnlyList<(BlockText.LineKind Kind, string Text)> lines = BlockText.Of(block);
        int head = lines.Count(l => l.Kind is BlockText.LineKind.Title or BlockText.LineKind.Invariant);
        (string x, string y, string width) = (Number(place.X - place.Width / 2), Number(place.Y), Number(place.Width));
        Line($"""<g{(block.IsDead ? " class=\"dead\"" : "")}>""");
        Line($"""<rect class="box" x="{x}" y="{y}" width="{width}" height="{Number(place.Height)}" rx="4"/>""");
        Line($"""<rect class="head" x="{Number(place.X - place.Width / 2 + 0.7)}" y="{Number(place.Y + 0.7)}" width="{Number(place.Width - 1.4)}" height="{Number(head * LineHeight + Padding)}" rx="3.5"/>""");
        for (int i = 0; i < lines.Count; i++)
        {
            double down = place.Y + Padding + LineHeight * (i + 0.8) + (i < head ? -Padding / 2 : Padding / 2);
            Line($"""<text class="{ClassOf(lines[i].Kind)}" x="{Number(place.X - place.Width / 2 + Padding)}" y="{Number(down)}">{Escape(lines[i].Text)}</text>""");
        }
        Line("</g>");
    }

    private void Write(GraphFunction function, int number, GraphLayout layout)
    {
        GraphEdge edge = function.Edges[number];
        IReadOnlyList<LayoutNode> route = layout.Routes[number];
        (StringBuilder path, double labelX, double labelY) = Trace(edge, route);
        bool isBack = route.Count == 1 || route[0].Layer > route[^1].Layer;
        Line($"""<path class="{(edge.State != EdgeState.Taken ? "none" : isBack ? "back" : "way")}" d="{path}" marker-end="url(#arrow)"/>""");
        string label = $"{(edge.IsJump ? "jump " : "")}{edge.State switch { EdgeState.Taken => Number(edge.Visits), EdgeState.NotTaken => "not taken", _ => "dead" }}";
        Line($"""<text class="label" x="{Number(labelX + 4)}" y="{Number(labelY)}">{label}</text>""");
    }

    // Curves that leave a block at its lower edge, the jump to the right of the way behind it, and come in from above. Loops leave at the
    // upper edge, and come in at the lower one.
    private static (StringBuilder Path, double LabelX, double LabelY) Trace(GraphEdge edge, IReadOnlyList<LayoutNode> route)
    {
        LayoutNode from = route[0], to = route[^1];
        StringBuilder path = new();
        if (route.Count == 1)
        {
            (double right, double low, double high) = (from.X + from.Width / 2, from.Y + from.Height - 12, from.Y + 12);
            path.Append(CultureInfo.InvariantCulture, $"M{right:0.#} {low:0.#}C{right + 34:0.#} {low:0.#} {right + 34:0.#} {high:0.#} {right:0.#} {high:0.#}");
            return (path, right + 22, (low + high) / 2);
        }

        bool isDown = from.Layer < to.Layer;
        double shift = edge.IsJump ? Math.Min(30, from.Width / 5) : -Math.Min(30, from.Width / 5);
        (double x, double y) = (from.X + (isDown ? shift : from.Width / 3), isDown ? from.Bottom : from.Y);
        (double startX, double startY) = (x, y);
        path.Append(CultureInfo.InvariantCulture, $"M{x:0.#} {y:0.#}");
        y += isDown ? LabelRoom : -LabelRoom;
        path.Append(CultureInfo.InvariantCulture, $"V{y:0.#}"); // straight beside its label
        for (int i = 1; i < route.Count; i++)
        {
            LayoutNode node = route[i];
            bool isEnd = i == route.Count - 1;
            double lean = Math.Clamp((x - node.X) / 4, -node.Width / 4, node.Width / 4);
            (double nextX, double nextY) = (node.X + (isEnd ? lean : 0), isDown ? node.Y : node.Bottom);
            double middle = (y + nextY) / 2;
            path.Append(CultureInfo.InvariantCulture, $"C{x:0.#} {middle:0.#} {nextX:0.#} {middle:0.#} {nextX:0.#} {nextY:0.#}");
            if (!isEnd) path.Append(CultureInfo.InvariantCulture, $"V{(isDown ? node.Bottom : node.Y):0.#}");
            (x, y) = (nextX, isDown ? node.Bottom : node.Y);
        }
        return (path, startX, isDown ? startY + 12 : startY - 5);
    }

    private static string ClassOf(BlockText.LineKind kind) => kind switch
    {
        BlockText.LineKind.Title => "title",
        BlockText.LineKind.Invariant => "known",
        BlockText.LineKind.Source => "source",
        _ => "code",
    };

    private void Line(string text) => output.Write(text + "\n");

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    // XML has no control characters, not even as references.
    private static string Escape(string text) => WebUtility.HtmlEncode(new string([.. text.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c)]));
}
