using System.Text.RegularExpressions;

namespace Waggle.Corpus.KernelTests;

/// <summary>The rows of docs/kernel-engine.md that say where Waggle and libbpf differ, and why.</summary>
internal static partial class KnownDifferences
{
    private static readonly Lazy<(Regex Pattern, string Text, string Reason)[]> s_rows = new(() =>
    [
        .. Row().Matches(File.ReadAllText(Path.Combine(Workshop.Root, "docs", "kernel-engine.md")))
            .Select(m => (Matcher(m.Groups[1].Value), m.Groups[1].Value, m.Groups[2].Value)),
    ]);

    /// <summary>Why a load may differ; null if it may not.</summary>
    /// <param name="name">"corpus/FILE/PROGRAM" or "selftests/FILE/PROGRAM".</param>
    public static string? ReasonFor(string name) =>
        s_rows.Value.FirstOrDefault(r => r.Pattern.IsMatch(name)) is { Reason: { } reason } ? reason : null;

    /// <summary>Rows that begin with a word and match none of the names that differ: they are out of date.</summary>
    public static string[] WithoutUse(string word, IReadOnlyCollection<string> differing) =>
        [.. s_rows.Value.Where(r => r.Text.StartsWith(word, StringComparison.Ordinal) && !differing.Any(r.Pattern.IsMatch)).Select(r => r.Text)];

    private static Regex Matcher(string pattern) =>
        new($"^{Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal)}$", RegexOptions.CultureInvariant);

    // | `corpus/maps_arena/*` | why |
    [GeneratedRegex(@"^\| `((?:corpus|selftests)/[^`]+)` \| (.+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
