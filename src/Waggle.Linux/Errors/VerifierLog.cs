using System.Text;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Errors;

/// <summary>What a verifier log says to a person.</summary>
/// <param name="Verdict">What is wrong, in the verifier's words.</param>
/// <param name="SourceLine">The source line before it, or null.</param>
/// <param name="Tail">The last lines that lead to it.</param>
internal sealed record VerifierLog(string Verdict, string? SourceLine, IReadOnlyList<string> Tail)
{
    private const int TailLines = 8;

    // Lines that close a log and say nothing of the cause (print_verification_stats in kernel/bpf/verifier.c).
    private static readonly string[] s_statistics =
        ["processed ", "verification time ", "stack depth ", "mark_precise:", "peak_states "];

    /// <summary>Whether a log says what is wrong, and is not only statistics.</summary>
    public static bool HasVerdict(string log) => log.Split('\n').Any(l => l.Trim() is { Length: > 0 } line && IsMeaningful(line));

    /// <summary>Finds the verdict in a log.</summary>
    public static VerifierLog Read(string log)
    {
        string[] lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        int last = Array.FindLastIndex(lines, IsMeaningful);
        if (last < 0) return new VerifierLog("The verifier said nothing.", null, []);

        int source = Array.FindLastIndex(lines, last, l => l.StartsWith("; ", StringComparison.Ordinal));
        int first = Math.Max(0, last - TailLines + 1);
        return new VerifierLog(lines[last], source < 0 ? null : lines[source][2..], lines[first..(last + 1)]);
    }

    /// <summary>The exception's message: the verdict first, at most 12 lines.</summary>
    public string Compose(string program, string section, Errno errno)
    {
        var text = new StringBuilder(Verdict);
        text.Append('\n').Append($"The verifier rejected program '{program}' ({section}): {errno.Describe()}.");
        if (SourceLine is not null) text.Append('\n').Append($"Source: {SourceLine}");
        if (Tail.Count > 1)
        {
            text.Append('\n').Append("The last lines of its log:");
            foreach (string line in Tail) text.Append("\n  ").Append(line);
        }
        return text.ToString();
    }

    private static bool IsMeaningful(string line) =>
        !s_statistics.Any(s => line.StartsWith(s, StringComparison.Ordinal)) && !line.StartsWith(';');
}
