namespace Waggle.Linux.Links;

/// <summary>Finds names that a mistyped one may have meant.</summary>
internal static class CloseNames
{
    private const int MaximumSuggestions = 3;

    /// <summary>" Did you mean 'x', 'y'?", or "" if nothing is close.</summary>
    public static string Suggest(string wanted, IEnumerable<string> names)
    {
        int limit = Math.Max(2, wanted.Length / 3);
        string[] close = [.. names.Distinct()
            .Select(name => (Name: name, Distance: Distance(wanted, name, limit)))
            .Where(c => c.Distance <= limit)
            .OrderBy(c => c.Distance).ThenBy(c => c.Name, StringComparer.Ordinal)
            .Take(MaximumSuggestions)
            .Select(c => $"'{c.Name}'")];
        return close.Length == 0 ? "" : $" Did you mean {string.Join(" or ", close)}?";
    }

    // Insertions, deletions and replacements that turn one name into the other (Levenshtein), or more than the limit.
    internal static int Distance(string a, string b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) > limit) return limit + 1;

        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        int[] current = new int[b.Length + 1];
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
            }
            (previous, current) = (current, previous);
        }
        return previous[b.Length];
    }
}
