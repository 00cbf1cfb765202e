using System.Text;
using Spectre.Console;
using Waggle.Agent.Diagnosis;
using Waggle.Linux.Features;

namespace Waggle.Cli.Views;

/// <summary>What works on this machine, what does not, and what to do about it.</summary>
internal static class DoctorView
{
    private const int Width = 96;
    private const int NameWidth = 18;

    public static List<Line> Lines(MachineDiagnosis diagnosis)
    {
        KernelReport kernel = diagnosis.Kernel;
        List<Line> lines = [new Line().Add($"Linux {kernel.Release} on {kernel.Architecture}", Palette.Heading), Settings(kernel), Capabilities(kernel)];
        lines.Add(new Line());
        Add(lines, kernel.Btf);
        Add(lines, kernel.TraceFs);
        AddGroup(lines, "Hooks", kernel.Hooks);
        AddGroup(lines, "Program types", kernel.ProgramTypes);
        AddGroup(lines, "Map types", kernel.MapTypes);
        AddTopics(lines, diagnosis);
        return lines;
    }

    private static Line Settings(KernelReport kernel)
    {
        string jit = kernel.JitMode switch { 0 => "off: programs are interpreted", 1 or 2 => "on", _ => "unknown" };
        return new Line().Add($"  lockdown {kernel.Lockdown} · JIT {jit}{(kernel.IsInUserNamespace ? " · in a user namespace, where capabilities do not count for BPF" : "")}");
    }

    private static Line Capabilities(KernelReport kernel)
    {
        Line line = new Line().Add("  capabilities ");
        foreach ((string name, bool isHeld) in kernel.Capabilities) line.Add($" {(isHeld ? "✓" : "✗")} {name}", isHeld ? Palette.Good : Palette.Bad);
        return line;
    }

    /// <summary>What works in one paragraph, what does not line by line, the same reason only once.</summary>
    public static void AddGroup(List<Line> lines, string title, IReadOnlyList<Feature> features)
    {
        lines.Add(new Line());
        lines.Add(new Line().Add(title, Palette.Heading));
        string works = string.Join(", ", features.Where(f => f.Availability == Availability.Yes).Select(f => f.Name));
        if (works.Length > 0) AddWrapped(lines, "  ✓ ", works, Palette.Good, Palette.Plain);
        foreach (IGrouping<(Availability, string, string), Feature> group in features
            .Where(f => f.Availability != Availability.Yes)
            .GroupBy(f => (f.Availability, f.Evidence, f.Advice)))
        {
            bool isUnknown = group.Key.Item1 == Availability.Unknown;
            string names = string.Join(", ", group.Select(f => f.Name));
            AddWrapped(lines, isUnknown ? "  ? " : "  ✗ ", $"{names}: {group.Key.Item2}", isUnknown ? Palette.Heading : Palette.Bad, Palette.Plain);
            if (group.Key.Item3.Length > 0) AddWrapped(lines, "    → ", group.Key.Item3, Palette.Quiet, Palette.Quiet);
        }
    }

    private static void Add(List<Line> lines, Feature feature)
    {
        (string mark, Style style) = feature.Availability switch
        {
            Availability.Yes => ("  ✓ ", Palette.Good),
            Availability.No => ("  ✗ ", Palette.Bad),
            _ => ("  ? ", Palette.Heading),
        };
        AddWrapped(lines, mark, $"{feature.Name.PadRight(NameWidth)} {feature.Evidence}", style, Palette.Plain);
        if (feature.Advice.Length > 0) AddWrapped(lines, "    → ", feature.Advice, Palette.Quiet, Palette.Quiet);
    }

    private static void AddTopics(List<Line> lines, MachineDiagnosis diagnosis)
    {
        lines.Add(new Line());
        lines.Add(new Line().Add("What waggle can watch here", Palette.Heading));
        foreach (TopicDiagnosis topic in diagnosis.Topics)
        {
            Line line = new Line().Add(topic.Works ? "  ✓ " : "  ✗ ", topic.Works ? Palette.Good : Palette.Bad).Add(topic.Name);
            lines.Add(topic.Works ? line : line.Add($": {topic.Reason}"));
        }
    }

    private static void AddWrapped(List<Line> lines, string mark, string text, Style markStyle, Style style)
    {
        Line line = new Line().Add(mark, markStyle);
        StringBuilder part = new();
        foreach (string word in text.Split(' '))
        {
            if (part.Length > 0 && mark.Length + part.Length + word.Length + 1 > Width)
            {
                lines.Add(line.Add(part.ToString(), style));
                line = new Line().Add(new string(' ', mark.Length));
                part.Clear();
            }

            if (part.Length > 0) part.Append(' ');
            part.Append(word);
        }

        lines.Add(line.Add(part.ToString(), style));
    }
}
