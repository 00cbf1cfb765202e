using System.Text.RegularExpressions;

namespace Waggle.Verifier.KernelTests.Agreement;

/// <summary>A log as lines that can be compared: what depends on the machine, and what ours leaves out, is taken away.</summary>
/// <remarks>What an instruction leaves behind stands on its line, or on one of its own where the kernel has written something between:
/// here it always has its own, and begins with "=>".</remarks>
internal static partial class LogLines
{
    public static List<string> Read(string log)
    {
        List<string> lines = [];
        foreach (string each in log.Split('\n'))
        {
            string line = each.TrimEnd();
            if (line.Length == 0 || LeftOut.IsMatch(line)) continue;
            line = MapName.Replace(line, "");
            line = Immediate.Replace(line, "(18) $1 = …");
            line = FunctionNumber.Replace(line, "call $1");
            if (Instruction.Match(line) is { Success: true } instruction)
            {
                lines.Add(instruction.Groups["text"].Value);
                if (instruction.Groups["state"].Value.Trim() is { Length: > 0 } state) lines.Add($"=> {state}");
            }
            else if (State.Match(line) is { Success: true } alone) lines.Add($"=> {alone.Groups["state"].Value.Trim()}");
            else lines.Add(line);
        }
        return lines;
    }

    // The search for precision, for live registers and stack, and for loops; words on types; frames, which follow in the state; statistics.
    [GeneratedRegex("""
        ^(mark_precise:|\(\d+(,\d+)*\)\s|SCC\s|Live\sregs\sbefore|[\s\d]+:\s[.0-9]{10}\s\(|func\#|func\s'|arg\#|Global\sfunction\s|\s(frame\d|R\d)
        |\d+:$|processed\s|verification\stime|stack\sdepth)
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex LeftOut { get; }

    [GeneratedRegex("map=[^,]+,")]
    private static partial Regex MapName { get; }

    [GeneratedRegex(@"\(18\) (r\d+) = \S+( ll)?")]
    private static partial Regex Immediate { get; }

    // Numbers are of this kernel, flavours of this object.
    [GeneratedRegex(@"call (\w+?)(___\w+)?(#\d+)?(?=\s|$)")]
    private static partial Regex FunctionNumber { get; }

    [GeneratedRegex(@"^(?<text>\d+: \([0-9a-f]{2}\) .*?)(\s+;(?<state>.*))?$")]
    private static partial Regex Instruction { get; }

    [GeneratedRegex(@"^\d+:(?<state> (?!\(|safe).*)$")]
    private static partial Regex State { get; }
}
