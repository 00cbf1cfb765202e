using System.Globalization;
using System.Text.Json;
using Waggle.Cli.Inventory;

namespace Waggle.Cli.Views;

/// <summary>Programs by the time that they take.</summary>
internal static class TopView
{
    private const int IdWidth = 6, TypeWidth = 14, RateWidth = 8, TimeWidth = 9, ShareWidth = 6, Smallest = 12;

    public static List<Line> Lines(IReadOnlyList<ActiveProgram> programs, TimeSpan elapsed, int width, int height)
    {
        List<Line> lines = [Title(elapsed, width), Sums(programs), new Line()];
        // What the numbers leave goes to the name, up to 32 columns, and then to a bar.
        int rest = width - IdWidth - TypeWidth - 2 * RateWidth - 2 * TimeWidth - ShareWidth - 8;
        int name = Math.Clamp(rest, Smallest, 32), bar = Math.Max(rest - name - 1, 0);
        lines.Add(Heading(name));
        double most = programs.Count == 0 ? 0 : programs.Max(p => p.CpuShare);
        int room = Math.Max(height - lines.Count - 1, 1);
        foreach (ActiveProgram program in programs.Take(room)) lines.Add(Row(program, name, bar, most));
        if (programs.Count == 0) lines.Add(new Line().Add("  no BPF programs are in the kernel", Palette.Quiet));
        if (programs.Count > room) lines.Add(new Line().Add($"  and {Quantity.Count((ulong)(programs.Count - room))} more", Palette.Quiet));
        return lines;
    }

    public static void WriteJson(Utf8JsonWriter json, IReadOnlyList<ActiveProgram> programs, TimeSpan interval)
    {
        json.WriteNumber("interval_seconds", interval.TotalSeconds);
        json.WriteStartArray("programs");
        foreach (ActiveProgram p in programs)
        {
            json.WriteStartObject();
            json.WriteNumber("id", p.Program.Id);
            json.WriteString("type", KernelNames.Of(p.Program.Type));
            json.WriteString("name", p.Program.Name);
            json.WriteString("tag", p.Program.Tag);
            json.WriteNumber("runs", p.Runs);
            json.WriteNumber("run_time_ns", p.RunTimeInNanoseconds);
            json.WriteNumber("average_ns", Math.Round(p.AverageInNanoseconds, 1));
            json.WriteNumber("cpu_share", Math.Round(p.CpuShare, 6));
            json.WriteNumber("total_run_cnt", p.Program.RunCount);
            json.WriteNumber("total_run_time_ns", p.Program.RunTimeInNanoseconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static Line Title(TimeSpan elapsed, int width)
    {
        string right = $"{Quantity.Time(Math.Floor(elapsed.TotalSeconds) * 1e9)} · Ctrl-C ends ";
        Line line = new Line().Add(" waggle ", Palette.Title).Add(" ");
        return line.AddLeft("BPF programs of this machine", width - line.Width - right.Length - 1).PadTo(width - right.Length).Add(right, Palette.Quiet);
    }

    private static Line Sums(IReadOnlyList<ActiveProgram> programs)
    {
        ulong runs = programs.Aggregate(0UL, (sum, p) => sum + p.Runs);
        return new Line()
            .Add(Quantity.Count((ulong)programs.Count, "program", "programs"), Palette.Heading)
            .Add($"  {Quantity.Count((ulong)programs.Count(p => p.Runs > 0))} active · {Quantity.Count(runs, "run", "runs")} · {Quantity.Percent(programs.Sum(p => p.CpuShare))} % of a CPU", Palette.Quiet);
    }

    private static Line Heading(int name) => new Line()
        .AddRight("ID", IdWidth, Palette.Heading).Add(" ")
        .AddLeft("TYPE", TypeWidth, Palette.Heading).Add(" ")
        .AddLeft("NAME", name, Palette.Heading).Add(" ")
        .AddRight("RUNS", RateWidth, Palette.Heading).Add(" ")
        .AddRight("AVERAGE", TimeWidth, Palette.Heading).Add(" ")
        .AddRight("TIME", TimeWidth, Palette.Heading).Add(" ")
        .AddRight("CPU %", ShareWidth, Palette.Heading).Add(" ")
        .AddRight("ALL RUNS", RateWidth, Palette.Heading);

    private static Line Row(ActiveProgram p, int name, int bar, double most)
    {
        bool isIdle = p.Runs == 0;
        Spectre.Console.Style style = isIdle ? Palette.Quiet : Palette.Plain;
        Line line = new Line()
            .AddRight(p.Program.Id.ToString(CultureInfo.InvariantCulture), IdWidth, style).Add(" ")
            .AddLeft(KernelNames.Of(p.Program.Type), TypeWidth, isIdle ? Palette.Quiet : Palette.Name).Add(" ")
            .AddLeft(p.Program.Name.Length == 0 ? "-" : p.Program.Name, name, style).Add(" ")
            .AddRight(isIdle ? "-" : Quantity.Rate(p.Runs), RateWidth, style).Add(" ")
            .AddRight(isIdle ? "-" : Quantity.Time(p.AverageInNanoseconds), TimeWidth, style).Add(" ")
            .AddRight(isIdle ? "-" : Quantity.Time(p.RunTimeInNanoseconds), TimeWidth, style).Add(" ")
            .AddRight(isIdle ? "-" : Quantity.Percent(p.CpuShare), ShareWidth, style).Add(" ")
            .AddRight(Quantity.Rate(p.Program.RunCount), RateWidth, Palette.Quiet);
        return bar < 4 || isIdle ? line : line.Add(" ").Add(HorizontalBar.Draw(most > 0 ? p.CpuShare / most : 0, bar), Palette.Bar);
    }
}
