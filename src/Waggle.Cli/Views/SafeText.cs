using System.Buffers;
using System.Globalization;
using System.Text;

namespace Waggle.Cli.Views;

/// <summary>Makes text from other programs fit to print: control characters could steer the terminal or break a line in two.</summary>
internal static class SafeText
{
    private static readonly SearchValues<char> s_special = SearchValues.Create(" \t\n\"'`$\\;|&<>()*?[]#~!{}");

    /// <summary>The text with control characters written as "\n", "\t" or "\x1b".</summary>
    public static string Clean(string text)
    {
        int first = IndexOfControl(text);
        if (first < 0) return text;

        StringBuilder clean = new(text.Length + 16);
        clean.Append(text, 0, first);
        foreach (char c in text.AsSpan(first))
        {
            if (!IsUnfit(c)) clean.Append(c);
            else if (c == '\n') clean.Append("\\n");
            else if (c == '\t') clean.Append("\\t");
            else clean.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
        }

        return clean.ToString();
    }

    /// <summary>A command's arguments as a shell would read them: those with spaces or other special characters in quotes.</summary>
    public static string JoinArguments(IReadOnlyList<string> arguments) => string.Join(' ', arguments.Select(Quote));

    private static string Quote(string argument)
    {
        bool isPlain = argument.Length > 0 && argument.AsSpan().IndexOfAny(s_special) < 0;
        return Clean(isPlain ? argument : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'");
    }

    private static int IndexOfControl(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (IsUnfit(text[i])) return i;
        }

        return -1;
    }

    // Controls, and the marks that change the direction of the text around them (Unicode TR 36).
    private static bool IsUnfit(char c) => char.IsControl(c) || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
