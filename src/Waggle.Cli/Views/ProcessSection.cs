using System.Globalization;
using Waggle.Agent.Signals;

namespace Waggle.Cli.Views;

/// <summary>The latest programs started and processes ended, the newest first.</summary>
internal static class ProcessSection
{
    public static List<Line> Render(LiveFeed feed, int width, int rows)
    {
        Line heading = new Line().Add("Processes", Palette.Heading)
            .Add($"  {Quantity.Count(feed.Execs, "program", "programs")} started · {Quantity.Count(feed.Exits, "process", "processes")} ended", Palette.Quiet);
        List<Line> lines = [heading];
        foreach (object signal in feed.Processes.Take(rows)) lines.Add(signal is ExecSignal exec ? Started(exec, width) : Ended((ExitSignal)signal, width));
        if (lines.Count == 1) lines.Add(new Line().Add("  none yet", Palette.Quiet));
        while (lines.Count < rows + 1) lines.Add(new Line());
        return lines;
    }

    private static Line Started(ExecSignal e, int width)
    {
        Line line = Head("▶", Palette.Good, e.Time, e.Pid, e.Comm);
        string what = SafeText.JoinArguments(e.Args.Count > 0 ? e.Args : [e.File]);
        return line.AddLeft(what, width - line.Width);
    }

    private static Line Ended(ExitSignal e, int width)
    {
        bool isGood = e is { ExitCode: 0, Signal: 0 };
        Line line = Head("■", isGood ? Palette.Quiet : Palette.Bad, e.Time, e.Pid, e.Comm);
        string how = e.Signal == 0 ? $"exit {TraceLines.Ending(e)}" : TraceLines.Ending(e);
        return line.AddLeft($"{how} after {Quantity.Time(e.RunTimeNs)}", width - line.Width, isGood ? Palette.Quiet : Palette.Bad);
    }

    private static Line Head(string mark, Spectre.Console.Style style, EventTime time, int pid, string comm) => new Line()
        .Add($"  {mark} ", style)
        .Add(time.ToDateTimeOffset().ToLocalTime().ToString("HH:mm:ss ", CultureInfo.InvariantCulture), Palette.Quiet)
        .AddRight(pid.ToString(CultureInfo.InvariantCulture), 7)
        .Add(" ")
        .AddLeft(comm, 16, Palette.Name);
}
