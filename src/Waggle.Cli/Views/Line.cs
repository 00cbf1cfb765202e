using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Waggle.Cli.Views;

/// <summary>One line of the screen, built from left to right; knows how many columns it takes.</summary>
internal sealed class Line
{
    private readonly List<Segment> _segments = [];

    public int Width { get; private set; }

    public IReadOnlyList<Segment> Segments => _segments;

    public Line Add(string text, Style? style = null)
    {
        if (text.Length == 0) return this;
        Segment segment = new(SafeText.Clean(text), style ?? Palette.Plain);
        _segments.Add(segment);
        Width += segment.CellCount();
        return this;
    }

    /// <summary>Adds text in a column of its own: cut with an ellipsis, or filled with spaces on the right.</summary>
    public Line AddLeft(string text, int width, Style? style = null)
    {
        int end = Width + Math.Max(width, 0);
        return Add(Cut(text, width), style).PadTo(end);
    }

    /// <summary>Adds text in a column of its own: cut with an ellipsis, or filled with spaces on the left.</summary>
    public Line AddRight(string text, int width, Style? style = null)
    {
        string cut = Cut(text, width);
        int missing = width - new Segment(cut).CellCount();
        return (missing > 0 ? Add(new string(' ', missing)) : this).Add(cut, style);
    }

    public Line PadTo(int width) => Width < width ? Add(new string(' ', width - Width)) : this;

    public Line Append(Line other)
    {
        _segments.AddRange(other._segments);
        Width += other.Width;
        return this;
    }

    /// <summary>The text cut to a width, control characters made visible.</summary>
    private static string Cut(string text, int width)
    {
        text = SafeText.Clean(text);
        if (width <= 0) return "";
        if (new Segment(text).CellCount() <= width) return text;

        StringBuilder cut = new();
        int used = 1; // the ellipsis
        foreach (Rune rune in text.EnumerateRunes())
        {
            int cells = new Segment(rune.ToString()).CellCount();
            if (used + cells > width) break;
            cut.Append(rune.ToString());
            used += cells;
        }

        return cut.Append('…').ToString();
    }
}
