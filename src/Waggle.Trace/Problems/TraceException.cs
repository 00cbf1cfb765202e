using System.Collections.Immutable;
using System.Text;

namespace Waggle.Trace.Problems;

/// <summary>An expression can't be compiled; carries every problem that was found.</summary>
/// <param name="text">The expression.</param>
/// <param name="problems">At least one.</param>
public sealed class TraceException(string text, ImmutableArray<TraceProblem> problems) : Exception(Draw(text, problems))
{
    internal TraceException(string text, int start, int length, string message) : this(text, [new TraceProblem("", start, length, message)])
    {
    }

    /// <summary>The problems, in order of place.</summary>
    public ImmutableArray<TraceProblem> Problems { get; } = problems;

    // Each problem beneath the line that it is about, marked with carets.
    private static string Draw(string text, ImmutableArray<TraceProblem> problems)
    {
        StringBuilder drawn = new();
        foreach (TraceProblem problem in problems)
        {
            int start = Math.Clamp(problem.Start, 0, text.Length);
            int lineStart = start == 0 ? 0 : text.LastIndexOf('\n', start - 1) + 1;
            int lineEnd = text.IndexOf('\n', start) is var end and >= 0 ? end : text.Length;
            drawn.Append(problem.Message).Append(problem.Id.Length == 0 ? "" : $" ({problem.Id})").Append('\n');
            drawn.Append("  ").Append(text, lineStart, lineEnd - lineStart).Append('\n');
            drawn.Append(' ', 2 + start - lineStart).Append('^', Math.Max(1, Math.Min(problem.Length, lineEnd - start))).Append('\n');
        }

        return drawn.ToString().TrimEnd('\n');
    }
}
