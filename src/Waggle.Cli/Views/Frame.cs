using Spectre.Console.Rendering;

namespace Waggle.Cli.Views;

/// <summary>Lines, each cut to the width of the screen.</summary>
internal sealed class Frame(IReadOnlyList<Line> lines) : Renderable
{
    public IReadOnlyList<Line> Lines { get; } = lines;

    /// <summary>The lines without their styles.</summary>
    public IEnumerable<string> ToText() => Lines.Select(line => string.Concat(line.Segments.Select(s => s.Text)).TrimEnd());

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        foreach (Line line in Lines)
        {
            foreach (Segment segment in line.Width <= maxWidth ? line.Segments : Segment.Truncate(line.Segments, maxWidth))
                yield return segment;
            yield return Segment.LineBreak;
        }
    }
}
