using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Verdicts;

namespace Waggle.Linux.Verdicts;

/// <summary>Why a program was rejected, as a person wants to read it.</summary>
/// <param name="RuleId">The rule that was broken, by its stable name; <see cref="UnknownRule"/> if the message is not in the table.</param>
/// <param name="Explanation">The rule in plain words.</param>
/// <param name="Remedy">What usually mends it; empty if the message is unknown.</param>
/// <param name="Verdict">The verifier's words.</param>
/// <param name="InstructionIndex">Slot of the instruction at fault, or null.</param>
/// <param name="Instruction">Its text, or null.</param>
/// <param name="Source">Its source line, or null.</param>
/// <param name="Trail">What led there, oldest first.</param>
internal sealed partial record Rejection(
    string RuleId, string Explanation, string Remedy, string Verdict, int? InstructionIndex, string? Instruction, SourcePlace? Source,
    ImmutableArray<string> Trail)
{
    public const string UnknownRule = "unknown";

    private const int TrailLength = 5;
    private const string SaidNothing = "The verifier said nothing.";

    /// <summary>Reads a log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="lines">The program's own source lines, for messages of instructions that the log does not show.</param>
    public static Rejection Read(string log, ImmutableArray<LineInfo> lines)
    {
        VerifierLog parts = VerifierLog.Parse(log);
        (Complaint? row, string verdict, IReadOnlyDictionary<string, string> captures) = Judge(parts);
        int fault = LastStep(parts.Entries);
        LogEntry? step = fault < 0 ? null : parts.Entries[fault];
        int? index = captures.TryGetValue("insn", out string? named) && int.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : step?.Index;
        if (step?.Index != index) step = parts.Entries.LastOrDefault(e => e.Index == index && e.BranchedFrom is null);
        var read = new Rejection(
            row?.RuleId ?? UnknownRule,
            row is null ? verdict : row.Explain(captures),
            row?.Remedy ?? "",
            verdict, index, step?.Text, BestSource(step, lines, index),
            fault < 0 ? [] : TrailTo(parts, fault, captures));
        return parts.Diagnosis is { } diagnosis ? read.Enriched(diagnosis) : read;
    }

    // A kernel that explains itself knows the path and the values better than we can tell from its log. Its proposals name no
    // language; ours come first where the message is known.
    private Rejection Enriched(KernelDiagnosis diagnosis) => this with
    {
        Explanation = diagnosis.Reason.Length > 0 ? diagnosis.Reason : RuleId == UnknownRule ? diagnosis.Title : Explanation,
        Remedy = Remedy.Length > 0 ? Remedy : diagnosis.Suggestion,
        Verdict = Verdict == SaidNothing ? diagnosis.Title : Verdict,
        InstructionIndex = InstructionIndex ?? diagnosis.Fault?.Index,
        Instruction = Instruction ?? (diagnosis.Fault?.Text is { Length: > 0 } text ? text : null),
        Source = Source ?? diagnosis.Fault?.Source,
        Trail = diagnosis.Path.IsEmpty ? Trail : [.. diagnosis.Path.TakeLast(TrailLength).Select(step => step.ToString())],
    };

    /// <summary>The exception's message, at most 12 lines.</summary>
    public string Compose(string program, string section, string error)
    {
        var text = new StringBuilder(Explanation);
        text.Append('\n').Append($"The verifier rejected program '{program}' ({section}): {error}.");
        if (Verdict != Explanation) text.Append($" It says: {Verdict}");
        if (Source is not null) text.Append('\n').Append($"Source: {Source}");
        if (InstructionIndex is not null) text.Append('\n').Append($"Instruction {InstructionIndex}{(Instruction is null ? "" : $": {Instruction}")}");
        if (Trail.Length > 0) text.Append('\n').Append("What led there:");
        foreach (string step in Trail) text.Append("\n  ").Append(step);
        if (Remedy.Length > 0) text.Append('\n').Append($"What helps: {Remedy}");
        return text.ToString();
    }

    // The first line that the table knows: later ones say the same in general words, or how the program would have gone on.
    private static (Complaint? Row, string Verdict, IReadOnlyDictionary<string, string> Captures) Judge(VerifierLog parts)
    {
        foreach (string line in parts.Complaints)
        {
            if (Complaints.Find(line, out var captures) is { } row) return (row, line, captures);
        }
        return (null, parts.Complaints.Count > 0 ? parts.Complaints[^1] : SaidNothing, ImmutableDictionary<string, string>.Empty);
    }

    private static int LastStep(IReadOnlyList<LogEntry> entries)
    {
        for (int i = entries.Count - 1; i >= 0; i--)
        {
            if (entries[i].BranchedFrom is null) return i;
        }
        return -1;
    }

    // Before Linux 6.9 the log shows the source's text alone; the program's own line information knows the file.
    private static SourcePlace? BestSource(LogEntry? step, ImmutableArray<LineInfo> lines, int? index) =>
        step?.Source is { File: not null } told ? told : SourcePlace.Find(lines, index) ?? step?.Source;

    private static ImmutableArray<string> TrailTo(VerifierLog parts, int fault, IReadOnlyDictionary<string, string> captures)
    {
        if (captures.TryGetValue("alloc", out string? acquired))
        {
            return parts.Entries.LastOrDefault(e => e.BranchedFrom is null && e.Index.ToString(CultureInfo.InvariantCulture) == acquired) is { } call
                ? [CausalTrail.Describe(call)]
                : [];
        }
        return Offender(parts, fault, captures) is { } register
            ? [.. CausalTrail.Follow(parts.Entries, fault, register, TrailLength).Select(CausalTrail.Describe)]
            : [];
    }

    private static int? Offender(VerifierLog parts, int fault, IReadOnlyDictionary<string, string> captures)
    {
        string? name = captures.GetValueOrDefault("reg");
        name ??= parts.Complaints.Select(c => Register().Match(c)).FirstOrDefault(m => m.Success)?.Groups["number"].Value;
        return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int register) && register < 10
            ? register
            : CausalTrail.OperandOf(parts.Entries[fault].Text);
    }

    [GeneratedRegex(@"\bR(?<number>\d+)\b")]
    private static partial Regex Register();
}
