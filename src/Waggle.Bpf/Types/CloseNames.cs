using System.Collections.Immutable;

namespace Waggle.Bpf.Types;

/// <summary>Names that a mistyped one may have meant.</summary>
internal static class CloseNames
{
    private const int MaxSuggestions = 3;

    /// <summary>At most three of the names, the closest first.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="names">What there is.</param>
    /// <param name="maxDistance">How many letters may be added, taken away or changed.</param>
    internal static ImmutableArray<string> Of(string name, IEnumerable<string> names, int maxDistance) =>
    [
        .. names.Distinct(StringComparer.Ordinal)
            .Where(n => Math.Abs(n.Length - name.Length) <= maxDistance)
            .Select(n => (Name: n, Distance: EditDistance(name, n)))
            .Where(n => n.Distance <= maxDistance)
            .OrderBy(n => n.Distance).ThenBy(n => n.Name, StringComparer.Ordinal)
            .Take(MaxSuggestions)
            .Select(n => n.Name),
    ];

    // Levenshtein's distance, row by row; long names are cut, for they are not typing errors of each other beyond that.
    private static int EditDistance(string a, string b)
    {
        const int MaxLength = 64;
        (a, b) = (a[..Math.Min(a.Length, MaxLength)], b[..Math.Min(b.Length, MaxLength)]);
        Span<int> row = stackalloc int[MaxLength + 1];
        for (int j = 0; j <= b.Length; j++)
            row[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }
        return row[b.Length];
    }
}
