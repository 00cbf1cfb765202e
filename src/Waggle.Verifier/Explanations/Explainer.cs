using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Types;
using Waggle.Bpf.Verdicts;
using Waggle.Verifier.Analysis;
using Waggle.Verifier.Code;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Explanations;

/// <summary>Explains one rejection.</summary>
/// <param name="program">The program.</param>
/// <param name="kernel">The kernel's types, or null.</param>
/// <param name="own">The object's types, or null.</param>
internal sealed partial class Explainer(Bpf.Objects.ProgramSpec program, Btf? kernel, Btf? own)
{
    private const int TrailLength = 5, LongestState = 90;
    private const string Guessed = "Only a wrong guess of the processor leads there.";
    private const string GuessedRemedy = "Leave out the branch that always goes one way, load the program with CAP_PERFMON, or use Linux 6.17, which puts a barrier there.";

    private readonly Instruction[] _code = [.. program.Instructions];
    private readonly InstructionText _texts = new(program);

    /// <summary>Puts together what is known.</summary>
    /// <param name="rejection">The rule, instruction and message.</param>
    /// <param name="record">The way there; null if none was gone.</param>
    public Explanation Explain(RejectionException rejection, PathRecord? record)
    {
        RuleText rule = RuleTexts.Of(rejection.Rule);
        (Complaint? row, string message, IReadOnlyDictionary<string, string> captures) = Judge(rejection);
        string id = row?.RuleId ?? rule.Id;
        // As in the kernel's rejections, the instruction that the message names comes before the one that the analysis stood at.
        int slot = captures.TryGetValue("insn", out string? named) && int.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : rejection.Slot;
        SourcePlace? source = SourcePlace.Find(program.Lines, slot);
        string remedy = source?.File?.EndsWith(".cs", StringComparison.Ordinal) == true && CSharpRemedies.Rows.TryGetValue(id, out string? construct)
            ? construct
            : row?.Remedy ?? rule.Remedy;
        string words = row?.Explain(captures) ?? rule.Words;
        if (rejection.IsSpeculative) (words, remedy) = ($"{words} {Guessed}", $"{GuessedRemedy} Or: {remedy}");
        PathStep? end = record?.End is { } last && last.Slot == rejection.Slot ? last : null;
        return new Explanation(
            id, words, remedy, message, slot, Text(slot), source,
            end is null ? [] : Values(record!, Uses(rejection.Slot)),
            end is null ? [] : Trail(record!, end, message, captures));
    }

    // Some messages are of two lines: the one that the table knows, or the first.
    private static (Complaint? Row, string Message, IReadOnlyDictionary<string, string> Captures) Judge(RejectionException rejection)
    {
        string[] lines = rejection.Message.Split('\n');
        if (rejection.Rule == Rule.NeedsPrivilege) return (null, lines[0], ImmutableDictionary<string, string>.Empty);
        foreach (string line in rejection.Rule == Rule.Speculation ? lines.Reverse() : lines)
        {
            if (Complaints.Find(line, out IReadOnlyDictionary<string, string> captures) is { } row) return (row, line, captures);
        }
        return (null, lines[0], ImmutableDictionary<string, string>.Empty);
    }

    private int Uses(int slot) => RegisterUse.Reads(_code[slot]) & ((1 << Frame.FramePointer) - 1);

    private ImmutableArray<string> Values(PathRecord record, int registers)
    {
        List<string> values = [];
        for (int register = 0; register < Frame.FramePointer; register++)
        {
            if ((registers >> register & 1) != 0 && record.Registers[register].Kind != RegisterKind.NotInitialized)
                values.Add($"R{register}={Write(record, record.Registers[register], record.End!.Frame)}");
        }
        return [.. values];
    }

    private ImmutableArray<string> Trail(PathRecord record, PathStep end, string message, IReadOnlyDictionary<string, string> captures)
    {
        if (captures.TryGetValue("alloc", out string? taken)) return TrailOfCall(record, end, taken);
        string name = captures.GetValueOrDefault("reg") ?? Register().Match(message).Groups["number"].Value;
        int registers = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < Frame.FramePointer
            ? 1 << number
            : Uses(end.Slot);
        return [.. Slice.Of(_code, end, registers, TrailLength).Select(s => Describe(record, s.Step, s.Next))];
    }

    // What was taken and not given back: the call that took it.
    private ImmutableArray<string> TrailOfCall(PathRecord record, PathStep end, string slot)
    {
        PathStep next = end;
        for (PathStep? step = end.Before; step is not null; (next, step) = (step, step.Before))
        {
            if (step.Slot.ToString(CultureInfo.InvariantCulture) == slot) return [Describe(record, step, next)];
        }
        return [];
    }

    // "6: r0 = *(u64 *)(r10 -16) → R0=map_value_or_null(…) [probe.c:4]"
    private string Describe(PathRecord record, PathStep step, PathStep next)
    {
        string text = $"{step.Slot}: {Text(step.Slot)}";
        if (RegisterUse.Subject(_code[step.Slot]) is >= 0 and var subject)
        {
            string state = Write(record, next.Outcome, next.Frame);
            text += $" → R{subject}={(state.Length > LongestState ? state[..LongestState] + "…" : state)}";
        }
        return SourcePlace.Find(program.Lines, step.Slot)?.Short is { Length: > 0 } place ? $"{text} [{place}]" : text;
    }

    private string Write(PathRecord record, in RegisterState register, int frame) => new StateText(record.Maps, kernel, own).Write(register, frame);

    private string Text(int slot) => _texts.At(slot);

    [GeneratedRegex(@"\bR(?<number>\d+)\b")]
    private static partial Regex Register();
}
