using System.Globalization;
using Waggle.Cli.Sinks;

namespace Waggle.Cli.Views;

/// <summary>A line a program: what the verifier says of it, and why.</summary>
internal static class CheckView
{
    /// <param name="result">What was said.</param>
    /// <param name="explains">Whether what is known of a rejection follows beneath.</param>
    public static IEnumerable<string> Lines(CheckedProgram result, bool explains)
    {
        string name = $"{result.File}  {result.Section}  {result.Program}";
        if (result.Agrees == false)
        {
            CheckedProgram other = result.Kernel!;
            CheckedProgram rejected = result.Reason is null ? other : result;
            yield return SafeText.Clean($"disagree  {name}  waggle: {result.Verdict}, kernel: {other.Verdict}{Reason(rejected)}");
        }
        else yield return SafeText.Clean($"{result.Verdict}  {name}{Work(result)}{Reason(result)}");

        if (result.Report is { } report)
        {
            foreach (string line in report.ToString().Split('\n')) yield return SafeText.Clean($"    {line}");
        }

        if (!explains || (result.Explanation ?? result.Kernel?.Explanation) is not { } explanation) yield break;
        foreach (string line in explanation.Split('\n')) yield return SafeText.Clean($"    {line}");
    }

    private static string Work(CheckedProgram result) => result.Instructions is { } count
        ? $"  {Quantity.Count((ulong)count, "instruction", "instructions")}, {Quantity.Count((ulong)(result.States ?? 0), "state", "states")}, {Quantity.Time(result.Seconds * 1e9)}"
        : "";

    private static string Reason(CheckedProgram result)
    {
        string place = result.Line is { } line
            ? string.Create(CultureInfo.InvariantCulture, $" ({result.Source}:{line})")
            : result.Instruction is { } slot ? string.Create(CultureInfo.InvariantCulture, $" (instruction {slot})") : "";
        return result.Reason is null ? "" : $"  {result.Reason}{place}";
    }
}
