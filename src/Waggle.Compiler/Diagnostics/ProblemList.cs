using System.Globalization;

namespace Waggle.Compiler.Diagnostics;

/// <summary>Collects broken rules, so that the user sees all at once. The same one at the same place is kept once.</summary>
internal sealed class ProblemList
{
    private readonly List<Problem> _problems = [];
    private readonly HashSet<Problem> _seen = [];

    internal IReadOnlyList<Problem> Problems => _problems;

    internal bool IsEmpty => _problems.Count == 0;

    internal void Add(Rule rule, SourcePosition position, params ReadOnlySpan<object?> particulars)
    {
        var problem = new Problem(rule, position, string.Format(CultureInfo.InvariantCulture, rule.Format, particulars));
        if (_seen.Add(problem)) _problems.Add(problem);
    }
}
