using System.Collections.Immutable;

namespace Waggle.Testing;

/// <summary>A scenario did not come to the same in all engines.</summary>
public sealed class DifferenceException : Exception
{
    private const int MostLines = 20;

    internal DifferenceException(ImmutableArray<Difference> differences) : base(Text(differences)) => Differences = differences;

    /// <summary>All that differs, in the order in which it was seen.</summary>
    public ImmutableArray<Difference> Differences { get; }

    private static string Text(ImmutableArray<Difference> differences)
    {
        IEnumerable<string> lines = differences.Take(MostLines).Select(d => d.ToString());
        if (differences.Length > MostLines) lines = lines.Append($"… and {differences.Length - MostLines} more");
        return string.Join(Environment.NewLine, lines.Prepend("The engines do not agree:"));
    }
}
