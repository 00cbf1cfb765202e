using System.Diagnostics.CodeAnalysis;

namespace Waggle.Bpf.Verdicts;

/// <summary>A message of the verifier with names where the kernel's source has <c>%d</c> or <c>%s</c>: "R{reg} !read_ok".</summary>
/// <remarks>Each name takes the text up to the next literal part, {reg}, {insn} and {alloc} numbers only; what follows the last literal part is ignored. Only a whole line's
/// beginning fits: the kernel's messages start lines.</remarks>
internal static class ComplaintPattern
{
    private static readonly string[] s_numbers = ["reg", "insn", "alloc"];

    /// <summary>Fits a line, and finds what stands at the names.</summary>
    public static bool TryMatch(string pattern, string line, [NotNullWhen(true)] out Dictionary<string, string>? captures)
    {
        captures = null;
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        int inPattern = 0, inLine = 0;
        while (inPattern < pattern.Length)
        {
            int open = pattern.IndexOf('{', inPattern);
            string literal = open < 0 ? pattern[inPattern..] : pattern[inPattern..open];
            if (string.CompareOrdinal(line, inLine, literal, 0, literal.Length) != 0) return false;
            inLine += literal.Length;
            if (open < 0) break;

            int close = pattern.IndexOf('}', open);
            int next = pattern.IndexOf('{', close);
            string following = next < 0 ? pattern[(close + 1)..] : pattern[(close + 1)..next];
            int end = following.Length == 0 ? line.Length : line.IndexOf(following, inLine, StringComparison.Ordinal);
            if (end < 0) return false;
            string name = pattern[(open + 1)..close], value = line[inLine..end];
            if (s_numbers.Contains(name) && (value.Length == 0 || value.Any(c => !char.IsAsciiDigit(c)))) return false;
            found[name] = value;
            (inPattern, inLine) = (close + 1, end);
        }
        captures = found;
        return true;
    }

    /// <summary>A sentence of ours with the names filled in.</summary>
    public static string Fill(string template, IReadOnlyDictionary<string, string> captures)
    {
        foreach ((string name, string value) in captures) template = template.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        return template;
    }
}
