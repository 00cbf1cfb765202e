using Spectre.Console;

namespace Waggle.Cli.Views;

/// <summary>Rows under headings, each column as wide as its widest cell.</summary>
/// <param name="columns">Headings; one that starts with '>' is of a column of numbers, which stand on the right.</param>
internal sealed class Table(params IReadOnlyList<string> columns)
{
    private const int Gap = 2;

    private readonly List<(string Text, Style Style)[]> _rows = [];

    /// <summary>Adds a row with a cell for each column.</summary>
    public void Add(params (string Text, Style Style)[] cells) => _rows.Add(cells);

    /// <summary>The lines, the headings first.</summary>
    public List<Line> Lines()
    {
        int[] widths = [.. columns.Select((heading, i) => _rows.Select(r => new Line().Add(r[i].Text).Width).Append(heading.TrimStart('>').Length).Max())];
        List<Line> lines = [Row([.. columns.Select(c => (c.TrimStart('>'), Palette.Heading))], widths)];
        lines.AddRange(_rows.Select(row => Row(row, widths)));
        return lines;
    }

    private Line Row((string Text, Style Style)[] cells, int[] widths)
    {
        Line line = new();
        for (int i = 0; i < cells.Length; i++)
        {
            if (i > 0) line.Add(new string(' ', Gap));
            if (columns[i].StartsWith('>')) line.AddRight(cells[i].Text, widths[i], cells[i].Style);
            else if (i == cells.Length - 1) line.Add(cells[i].Text, cells[i].Style);
            else line.AddLeft(cells[i].Text, widths[i], cells[i].Style);
        }

        return line;
    }
}
