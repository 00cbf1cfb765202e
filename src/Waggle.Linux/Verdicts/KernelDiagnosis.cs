using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Waggle.Bpf.Verdicts;

namespace Waggle.Linux.Verdicts;

/// <summary>What Linux 7.3 and later say of a rejection, below the message that older kernels print alone.</summary>
/// <param name="Title">The broken rule: "Register Type Safety: Invalid dereference".</param>
/// <param name="Reason">Why this program breaks it; may be empty.</param>
/// <param name="Fault">The instruction at fault.</param>
/// <param name="Path">What led there, oldest first.</param>
/// <param name="Suggestion">What the kernel proposes; may be empty.</param>
/// <remarks>The form is kernel/bpf/diagnostics.c's (commit ce7c9f6c599b): "Verification failed: …", then the parts Reason, At, Causal
/// path and Suggestion, each indented below its name. Any of them may be missing.</remarks>
internal sealed partial record KernelDiagnosis(
    string Title, string Reason, DiagnosedStep? Fault, ImmutableArray<DiagnosedStep> Path, string Suggestion)
{
    private const string Start = "Verification failed: ";
    private static readonly string[] s_parts = ["Reason:", "At:", "Causal path:", "Suggestion:"];

    /// <summary>Takes the diagnoses out of a log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="rest">What else it says, in the form of older kernels.</param>
    public static ImmutableArray<KernelDiagnosis> Extract(string log, out string rest)
    {
        rest = log;
        if (!log.Contains(Start, StringComparison.Ordinal)) return [];

        var found = ImmutableArray.CreateBuilder<KernelDiagnosis>();
        var others = new List<string>();
        string[] lines = log.Split('\n');
        for (int i = 0; i < lines.Length;)
        {
            if (!lines[i].StartsWith(Start, StringComparison.Ordinal))
            {
                others.Add(lines[i++]);
                continue;
            }
            int first = i++;
            while (i < lines.Length && IsInside(lines[i])) i++;
            found.Add(Read(lines.AsSpan(first, i - first)));
        }
        rest = string.Join('\n', others);
        return found.ToImmutable();
    }

    private static bool IsInside(string line) => string.IsNullOrWhiteSpace(line) || char.IsWhiteSpace(line[0]) || s_parts.Contains(line.TrimEnd());

    private static KernelDiagnosis Read(ReadOnlySpan<string> lines)
    {
        var parts = s_parts.ToDictionary(name => name, _ => new List<string>());
        List<string>? part = null;
        foreach (string line in lines[1..])
        {
            if (parts.TryGetValue(line.TrimEnd(), out List<string>? next)) part = next;
            else if (!string.IsNullOrWhiteSpace(line)) part?.Add(line.TrimEnd());
        }
        return new KernelDiagnosis(
            lines[0][Start.Length..].Trim(), Joined(parts["Reason:"]), ReadSteps(parts["At:"]).FirstOrDefault(),
            [.. ReadSteps(parts["Causal path:"])], Joined(parts["Suggestion:"]));
    }

    // Long texts are wrapped at some 120 columns.
    private static string Joined(List<string> lines) => string.Join(' ', lines.Select(l => l.Trim()));

    private static List<DiagnosedStep> ReadSteps(List<string> lines)
    {
        var steps = new List<DiagnosedStep>();
        foreach (string line in lines)
        {
            if (Place().Match(line) is { Success: true } place)
            {
                steps.Add(new DiagnosedStep(new SourcePlace("", System.IO.Path.GetFileName(place.Groups["file"].Value), Number(place, "line"))));
                continue;
            }
            if (Instruction().Match(line) is { Success: true } bare)
            {
                steps.Add(new DiagnosedStep(null) { Index = Number(bare, "index") });
                continue;
            }
            if (steps.Count == 0) continue;
            DiagnosedStep step = steps[^1];
            if (Marked().Match(line) is { Success: true } marked)
                step = step with { Index = Number(marked, "index"), Text = marked.Groups["text"].Value };
            if (step.Source is { } source && SourceText().Match(line) is { Success: true } text && text.Groups["text"].Value is not "...")
                step = step with { Source = source with { Text = text.Groups["text"].Value } };
            if (Annotation().Match(line) is { Success: true } annotation)
                step = step with { Note = annotation.Groups["note"].Value };
            steps[^1] = step;
        }
        return steps;
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    // "  on_open @ probe.c:13:36"
    [GeneratedRegex(@"^\s+\S+ @ (?<file>[^@]+?):(?<line>\d{1,9}):\d+$")]
    private static partial Regex Place();

    // "  insn 7", where there are no source lines
    [GeneratedRegex(@"^\s+insn (?<index>\d{1,9})$")]
    private static partial Regex Instruction();

    // the right half of "  >>> 13 |   return p->x;      >>> 10 | (61) r2 = *(u32 *)(r6 +0)", or the whole of ">>> 0 | (95) exit"
    [GeneratedRegex(@">>>\s+(?<index>\d{1,9}) \| \([0-9a-f]{2}\) (?<text>.*)$")]
    private static partial Regex Marked();

    // the left half
    [GeneratedRegex(@"^\s+>>>\s*\d+ \|\s*(?<text>.*?)\s+>>>\s")]
    private static partial Regex SourceText();

    // "         |         ^-- error: invalid dereference of R6 (mem_or_null)"
    [GeneratedRegex(@"\|\s*\^-- \w+: (?<note>.*)$")]
    private static partial Regex Annotation();
}
