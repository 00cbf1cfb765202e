using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Waggle.Verifier.Explanations;

/// <summary>What a program uses, and where the analysis spent its work.</summary>
/// <param name="Functions">The program's functions, in order of place; the first is where it starts.</param>
/// <param name="StackInBytes">Stack that the deepest chain of calls takes; 0 if the program was rejected.</param>
/// <param name="DeepestChain">Names of the functions of that chain, from the outermost; empty if the program was rejected.</param>
/// <param name="Maps">Maps, by how often instructions name them.</param>
/// <param name="Helpers">Helpers, by how often the text calls them.</param>
/// <param name="KernelFunctions">Kernel functions, by how often the text calls them.</param>
/// <param name="Instructions">Instructions gone through most often, at most <see cref="MostHot"/>; ties in order of place.</param>
/// <param name="Lines">Lines of source whose instructions were gone through most often, at most <see cref="MostHot"/>.</param>
/// <param name="Processed">Instructions gone through, over all paths.</param>
/// <param name="States">States remembered, over all paths.</param>
/// <param name="PeakStates">The largest number of them that were kept at one time.</param>
/// <remarks>Immutable. Of a rejected program it tells what was gone through before.</remarks>
public sealed record ProgramReport(
    ImmutableArray<FunctionUse> Functions, int StackInBytes, ImmutableArray<string> DeepestChain, ImmutableArray<UseCount> Maps,
    ImmutableArray<UseCount> Helpers, ImmutableArray<UseCount> KernelFunctions, ImmutableArray<InstructionVisits> Instructions,
    ImmutableArray<LineVisits> Lines, int Processed, int States, int PeakStates)
{
    /// <summary>How many of the hottest instructions and lines are told.</summary>
    public const int MostHot = 8;

    /// <summary>All of it, a few lines for each subject.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"Work: {Count(Processed, "instruction")} gone through, {Count(States, "state")} kept, {PeakStates} at one time");
        if (!DeepestChain.IsEmpty)
            text.Append('\n').Append(CultureInfo.InvariantCulture, $"Stack: {StackInBytes} bytes, by {string.Join(" → ", DeepestChain)}");
        foreach (FunctionUse function in Functions) text.Append("\nFunction: ").Append(function);
        Append(text, "Maps", Maps);
        Append(text, "Helpers", Helpers);
        Append(text, "Kernel functions", KernelFunctions);
        AppendHot(text, "Hottest lines:", Lines.Select(l => (l.Visits, l.Source.ToString())));
        AppendHot(text, "Hottest instructions:", Instructions.Select(i => (i.Visits, string.Create(CultureInfo.InvariantCulture, $"{i.Slot}: {i.Text}"))));
        return text.ToString();
    }

    internal static string Count(int number, string word) => string.Create(CultureInfo.InvariantCulture, $"{number} {word}{(number == 1 ? "" : "s")}");

    private static void Append(StringBuilder text, string title, ImmutableArray<UseCount> uses)
    {
        if (!uses.IsEmpty) text.Append('\n').Append(title).Append(": ").AppendJoin(", ", uses);
    }

    private void AppendHot(StringBuilder text, string title, IEnumerable<(int Visits, string What)> rows)
    {
        (int Visits, string What)[] all = [.. rows];
        if (all.Length > 0) text.Append('\n').Append(title);
        foreach ((int visits, string what) in all)
            text.Append('\n').Append(CultureInfo.InvariantCulture, $"  {100.0 * visits / Math.Max(1, Processed),5:0.0} %  {visits,7}  {what}");
    }
}
