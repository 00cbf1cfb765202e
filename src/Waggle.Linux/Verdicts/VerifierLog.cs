using System.Globalization;
using System.Text.RegularExpressions;
using Waggle.Bpf.Verdicts;

namespace Waggle.Linux.Verdicts;

/// <summary>A verifier log, taken apart: the way that the verifier went, and what it says at the end.</summary>
/// <param name="Entries">Steps in the order of the log.</param>
/// <param name="Complaints">The lines that say what is wrong; none if the log only has steps and statistics.</param>
/// <param name="Diagnosis">The kernel's own explanation, from Linux 7.3 on; else null. Of several the first.</param>
internal sealed partial record VerifierLog(IReadOnlyList<LogEntry> Entries, IReadOnlyList<string> Complaints, KernelDiagnosis? Diagnosis)
{
    // Lines that say nothing of the cause: statistics, how precise a number must be, and notes on functions.
    private static readonly string[] s_noise =
    [
        "processed ", "verification time ", "stack depth ", "peak_states ", "mark_precise:", "force_precise:", "regs=", "last_idx ", "parent ",
        "propagating ", "func#", "Func#", "Validating ", "arg#0 reference type(", "Live regs before insn", "caller:", "callee:",
        "returning from callee:", "to caller at ", "old state:", "cur state:", "hits ", "max_states ",
    ];

    /// <summary>Whether a log says what is wrong, and is not only statistics.</summary>
    public static bool HasVerdict(string log) => Parse(log) is { } parts && (parts.Complaints.Count > 0 || parts.Entries.Count > 0 || parts.Diagnosis is not null);

    /// <summary>Takes a log apart.</summary>
    public static VerifierLog Parse(string log)
    {
        var entries = new List<LogEntry>();
        var complaints = new List<string>();
        SourcePlace? source = null;
        KernelDiagnosis? diagnosis = KernelDiagnosis.Extract(log, out string rest).FirstOrDefault();
        foreach (ReadOnlySpan<char> span in rest.AsSpan().EnumerateLines())
        {
            string line = WithoutStatistics(span.Trim()).ToString();
            if (line.Length == 0 || s_noise.Any(n => line.StartsWith(n, StringComparison.Ordinal))) continue;
            if (line[0] == ';')
            {
                source = ReadSource(line);
                continue;
            }
            if (ReadEntry(line, source) is { } entry)
            {
                entries.Add(entry);
                complaints.Clear(); // what was said before a further step was a remark
            }
            else if (!State().IsMatch(line))
            {
                complaints.Add(line);
            }
        }
        return new VerifierLog(entries, complaints, diagnosis);
    }

    // Some messages of Linux 6.18 end without a line feed, and the statistics follow at once.
    private static ReadOnlySpan<char> WithoutStatistics(ReadOnlySpan<char> line) =>
        Statistics().EnumerateMatches(line) is var matches && matches.MoveNext() ? line[..matches.Current.Index] : line;

    private static SourcePlace ReadSource(string line)
    {
        Match match = Place().Match(line);
        return match.Success
            ? new SourcePlace(match.Groups["text"].Value.Trim(), Path.GetFileName(match.Groups["file"].Value), Number(match, "line"))
            : new SourcePlace(line[1..].Trim(), null, null);
    }

    private static LogEntry? ReadEntry(string line, SourcePlace? source)
    {
        if (Step().Match(line) is { Success: true } step)
            return new LogEntry(Number(step, "index"), step.Groups["text"].Value.Trim(), step.Groups["state"].Value.Trim(), source);
        return Branch().Match(line) is { Success: true } branch
            ? new LogEntry(Number(branch, "to"), "", branch.Groups["state"].Value.Trim(), null, Number(branch, "from"))
            : null;
    }

    private static int Number(Match match, string group) =>
        int.TryParse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;

    [GeneratedRegex(@"processed \d+ insns \(limit")]
    private static partial Regex Statistics();

    // "; x = *p; @ probe.c:12"
    [GeneratedRegex(@"^;(?<text>.*) @ (?<file>[^@]+):(?<line>\d+)$")]
    private static partial Regex Place();

    // "12: (79) r1 = *(u64 *)(r0 +0)  ; R0=... R1=..."
    [GeneratedRegex(@"^(?<index>\d+): \([0-9a-f]{2}\) (?<text>[^;]*)(;(?<state>.*))?$")]
    private static partial Regex Step();

    // "from 3 to 7: R0=0 R10=fp0"; with "speculative execution" for paths that only a guessing CPU takes
    [GeneratedRegex(@"^from (?<from>\d+) to (?<to>\d+)[^:]*:(?<state>.*)$")]
    private static partial Regex Branch();

    // "0: R1=ctx() R10=fp0", " frame1: R6=..."
    [GeneratedRegex(@"^(\d+: )?(frame\d+: )?R\d+(_\w+)?=|^\d+: safe$|^\d+:$|^frame ?\d+:")]
    private static partial Regex State();
}
