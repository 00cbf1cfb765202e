using System.Globalization;
using System.Text.RegularExpressions;

namespace Waggle.Vm.Tests.Helpers;

/// <summary>Shorthands in the programs of cases.</summary>
internal static partial class HelperText
{
    /// <summary>Replaces them: <c>save 3</c> stores r0 as the number 3 of the result; <c>result r2 64</c> and <c>text r2 64</c> point to a byte of a map;
    /// <c>ctx r1</c> is the context, kept in r6.</summary>
    internal static string Expand(string text) => "r6 = r1\n" + string.Join('\n', text.Split('\n').Select(ExpandLine));

    private static string ExpandLine(string line)
    {
        string trimmed = line.Trim();
        if (Save().Match(trimmed) is { Success: true } save)
            return $"r1 = map[result][0]+{8 * int.Parse(save.Groups[1].Value, CultureInfo.InvariantCulture)}\n*(u64 *)(r1 +0) = r0";
        if (Address().Match(trimmed) is { Success: true } address)
            return $"{address.Groups[2].Value} = map[{address.Groups[1].Value}][0]+{address.Groups[3].Value}";
        return trimmed.StartsWith("ctx ", StringComparison.Ordinal) ? $"{trimmed[4..]} = r6" : line;
    }

    [GeneratedRegex(@"^save (\d+)$")]
    private static partial Regex Save();

    [GeneratedRegex(@"^(result|text) (r\d) (\d+)$")]
    private static partial Regex Address();
}
