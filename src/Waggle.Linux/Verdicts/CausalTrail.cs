using System.Globalization;
using System.Text.RegularExpressions;

namespace Waggle.Linux.Verdicts;

/// <summary>Follows a register back through the log: where its value came from, and which jumps looked at it.</summary>
internal sealed partial class CausalTrail
{
    private const int LongestState = 90;

    private readonly HashSet<int> _registers = [];
    private readonly HashSet<string> _slots = []; // places on the stack whose values are followed
    private int _calleeDepth;

    private CausalTrail(int register) => _registers.Add(register);

    /// <summary>The steps that made the register what it is, oldest first.</summary>
    /// <param name="entries">The log.</param>
    /// <param name="fault">Position of the step at fault in <paramref name="entries"/>.</param>
    /// <param name="register">The register, 0 to 9.</param>
    /// <param name="maxCount">Most steps to return: the latest ones.</param>
    public static IReadOnlyList<LogEntry> Follow(IReadOnlyList<LogEntry> entries, int fault, int register, int maxCount)
    {
        var trail = new CausalTrail(register);
        var steps = new List<LogEntry>();
        for (int i = Before(entries, fault); i >= 0 && steps.Count < maxCount && trail._registers.Count + trail._slots.Count > 0; i = Before(entries, i))
        {
            if (trail.Takes(entries[i])) steps.Add(entries[i]);
        }
        steps.Reverse();
        return steps;
    }

    /// <summary>A step with what the register holds after it: "6: call bpf_map_lookup_elem#1 → R0=map_value_or_null(…) [probe.c:4]".</summary>
    public static string Describe(LogEntry step)
    {
        string text = $"{step.Index}: {step.Text}";
        int? written = step.Text.StartsWith("call ", StringComparison.Ordinal) ? 0
            : Assignment().Match(step.Text) is { Success: true } assignment ? Number(assignment, "register")
            : Test().Match(step.Text) is { Success: true } test ? Number(test, "left") : null;
        if (written is { } register && RegisterState.Find(step.State, register) is { } state)
            text += $" → R{register}={(state.Length > LongestState ? state[..LongestState] + "…" : state)}";
        return step.Source?.Short is { Length: > 0 } place ? $"{text} [{place}]" : text;
    }

    /// <summary>The register that an instruction depends on most: 1 for "r2 = *(u32 *)(r1 +4)" and for "r2 += r1"; null if there is
    /// none but the frame pointer.</summary>
    public static int? OperandOf(string instruction)
    {
        Match match = Address().Match(instruction);
        if (!match.Success && Assignment().Match(instruction) is { Success: true } assignment) match = Plain().Match(assignment.Groups["value"].Value);
        return match.Success && Number(match, "register") is var register and < 10 ? register : null;
    }

    // The step before this one on the same path: the log goes on with another path where the text says "from A to B".
    private static int Before(IReadOnlyList<LogEntry> entries, int position)
    {
        int i = position - 1;
        if (i < 0 || entries[i].BranchedFrom is not { } from) return i;
        for (i--; i >= 0; i--)
        {
            if (entries[i].Index == from && entries[i].BranchedFrom is null) return i;
        }
        return -1;
    }

    private bool Takes(LogEntry step)
    {
        string text = step.Text;
        if (text == "exit") _calleeDepth++; // backwards into a function that was called
        else if (text.StartsWith("call pc", StringComparison.Ordinal)) _calleeDepth--;
        if (_calleeDepth > 0 && !_registers.Contains(0)) return false;

        if (Store().Match(text) is { Success: true } store)
        {
            if (!_slots.Remove(store.Groups["slot"].Value)) return false;
            if (store.Groups["register"].Success) _registers.Add(Number(store, "register"));
            return true;
        }
        if (text.StartsWith("call ", StringComparison.Ordinal)) return _registers.Remove(0) && !text.StartsWith("call pc", StringComparison.Ordinal);
        if (Test().Match(text) is { Success: true } test)
            return _registers.Contains(Number(test, "left")) || (test.Groups["right"].Success && _registers.Contains(Number(test, "right")));
        return Assignment().Match(text) is { Success: true } assignment && TakesAssignment(assignment);
    }

    private bool TakesAssignment(Match assignment)
    {
        int register = Number(assignment, "register");
        if (!_registers.Contains(register)) return false;

        if (assignment.Groups["operator"].Value == "=") _registers.Remove(register);
        string value = assignment.Groups["value"].Value;
        if (Stack().Match(value) is { Success: true } stack) _slots.Add(stack.Groups["slot"].Value);
        else if (Plain().Match(value) is { Success: true } plain && Number(plain, "register") < 10) _registers.Add(Number(plain, "register"));
        return true;
    }

    private static int Number(Match match, string group) =>
        int.TryParse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : int.MaxValue;

    // Instruction texts: kernel/bpf/disasm.c
    [GeneratedRegex(@"^[rw](?<register>\d+) (?<operator>\S*=) (?<value>.*)$")]
    private static partial Regex Assignment();

    [GeneratedRegex(@"^\*\(\w+ \*\)\(r10 (?<slot>[-+]\d+)\) = ([rw](?<register>\d+)|.*)$")]
    private static partial Regex Store();

    [GeneratedRegex(@"^\*\(\w+ \*\)\(r10 (?<slot>[-+]\d+)\)$")]
    private static partial Regex Stack();

    [GeneratedRegex(@"^(\(s\d+\))?[rw](?<register>\d+)$")]
    private static partial Regex Plain();

    [GeneratedRegex(@"^if [rw](?<left>\d+) \S+ ([rw](?<right>\d+)|\S+) goto")]
    private static partial Regex Test();

    [GeneratedRegex(@"\(r(?<register>\d+) [-+]")]
    private static partial Regex Address();
}
