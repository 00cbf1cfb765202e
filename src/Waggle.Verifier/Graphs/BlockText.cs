using System.Globalization;

namespace Waggle.Verifier.Graphs;

/// <summary>The lines that a block is drawn with.</summary>
internal static class BlockText
{
    private const int LongestLine = 96, MostInstructions = 24, MostInvariants = 16;

    /// <summary>What a line is about.</summary>
    internal enum LineKind
    {
        Title,
        Invariant,
        Source,
        Instruction,
    }

    /// <summary>The title, what holds, and the instructions: long lines are cut, and of many the middle is left out.</summary>
    public static IReadOnlyList<(LineKind Kind, string Text)> Of(GraphBlock block)
    {
        List<(LineKind, string)> lines = [(LineKind.Title, Title(block))];
        lines.AddRange(Some(block.Invariants, MostInvariants).Select(i => (LineKind.Invariant, Cut(i))));
        foreach (GraphLine line in Some(block.Lines, MostInstructions))
            lines.Add((line.IsSource ? LineKind.Source : LineKind.Instruction, Cut(line.Text)));
        return lines;
    }

    private static string Title(GraphBlock block) => block.IsDead
        ? string.Create(CultureInfo.InvariantCulture, $"{block.Start}: dead, no path comes here")
        : string.Create(CultureInfo.InvariantCulture, $"{block.Start}: {block.Visits} visit{(block.Visits == 1 ? "" : "s")}");

    private static IEnumerable<string> Some(IReadOnlyList<string> lines, int most) => Some(lines, most, left => $"… {left} more");

    private static IEnumerable<GraphLine> Some(IReadOnlyList<GraphLine> lines, int most) => Some(lines, most, left => new GraphLine($"… {left} more lines", IsSource: true));

    private static IEnumerable<T> Some<T>(IReadOnlyList<T> lines, int most, Func<int, T> leftOut) =>
        lines.Count <= most ? lines : [.. lines.Take(most / 2), leftOut(lines.Count - most / 2 * 2), .. lines.Skip(lines.Count - most / 2)];

    private static string Cut(string text) => text.Length <= LongestLine ? text : text[..(LongestLine - 1)] + "…";
}
