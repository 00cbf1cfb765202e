using Waggle.Agent.Signals;

namespace Waggle.Cli.Views;

/// <summary>The live view: lays its sections out in whatever room the terminal has.</summary>
/// <param name="subject">Whose doings are watched, such as "whole machine".</param>
internal sealed class LiveView(string subject)
{
    private const int WideScreen = 120; // columns from which sections stand side by side
    private const int Gap = 2;

    private readonly LiveFeed _feed = new();

    /// <summary>Takes an interval in and draws it.</summary>
    public Frame Draw(MachineReport interval, TimeSpan elapsed, int width, int height)
    {
        _feed.Add(interval);
        return Redraw(interval, elapsed, width, height);
    }

    /// <summary>Draws the same interval again, for a terminal of another size.</summary>
    public Frame Redraw(MachineReport interval, TimeSpan elapsed, int width, int height)
    {
        List<Line> lines = [Title(elapsed, width)];
        Line footer = Footer(interval, width);
        int room = Math.Max(height - 2, 3);
        lines.AddRange(width >= WideScreen ? Wide(interval, width, room) : Narrow(interval, width, room));
        if (lines.Count > height - 1) lines.RemoveRange(height - 1, lines.Count - height + 1);
        while (lines.Count < height - 1) lines.Add(new Line());
        lines.Add(footer);
        return new Frame(lines);
    }

    private List<Line> Narrow(MachineReport interval, int width, int room)
    {
        // Headings and labels take 7 rows; what is left goes to bars, calls, processes and connections.
        int bars = room >= 20 ? Math.Clamp((room - 16) / 4, 3, 8) : 0;
        int rows = room - 4 - (bars == 0 ? 0 : bars + 2);
        int calls = Math.Max(rows / 2, 1);
        int processes = Math.Max((rows - calls + 1) / 2, 1);
        int connections = Math.Max(rows - calls - processes, 0);
        List<Line> lines = [.. SyscallSection.Render(interval, width, calls), .. ProcessSection.Render(_feed, width, processes)];
        if (bars > 0) lines.AddRange(Histograms(width, bars, interval));
        lines.AddRange(TcpSection.Render(_feed, width, connections));
        return lines;
    }

    private List<Line> Wide(MachineReport interval, int width, int room)
    {
        int half = (width - Gap) / 2;
        int bars = room >= 16 ? Math.Clamp(room / 5, 3, 10) : 0;
        int upper = room - (bars == 0 ? 0 : bars + 3);
        int processes = Math.Max((upper - 3) / 2, 1);
        List<Line> left = SyscallSection.Render(interval, half, Math.Max(upper - 2, 1));
        List<Line> right =
        [
            .. ProcessSection.Render(_feed, half, processes), new Line(), .. TcpSection.Render(_feed, half, Math.Max(upper - processes - 3, 1)),
        ];
        List<Line> lines = SideBySide(left, right, half);
        if (bars > 0) lines.AddRange([new Line(), .. Histograms(width, bars, interval)]);
        return lines;
    }

    private List<Line> Histograms(int width, int bars, MachineReport interval)
    {
        int half = (width - Gap) / 2;
        return SideBySide(
            HistogramSection.Render("Block I/O", "requests", interval.BlockIo is null ? null : _feed.BlockIo, half, bars),
            HistogramSection.Render("Run queue", "waits", interval.RunQueue is null ? null : _feed.RunQueue, half, bars),
            half);
    }

    private static List<Line> SideBySide(List<Line> left, List<Line> right, int half)
    {
        List<Line> lines = [];
        for (int i = 0; i < Math.Max(left.Count, right.Count); i++)
        {
            Line line = i < left.Count ? left[i] : new Line();
            if (i < right.Count) line.PadTo(half + Gap).Append(right[i]);
            lines.Add(line);
        }

        return lines;
    }

    private Line Title(TimeSpan elapsed, int width)
    {
        string right = $"{Quantity.Time(Math.Floor(elapsed.TotalSeconds) * 1e9)} · Ctrl-C ends ";
        Line line = new Line().Add(" waggle ", Palette.Title).Add(" ");
        return line.AddLeft(subject, width - line.Width - right.Length - 1).PadTo(width - right.Length).Add(right, Palette.Quiet);
    }

    private static Line Footer(MachineReport interval, int width)
    {
        EventCounts events = interval.Events;
        Line line = new Line()
            .Add("Events", Palette.Heading)
            .Add($"  {Quantity.Count(events.Produced)} produced · {Quantity.Count(events.Delivered)} delivered · ", Palette.Quiet)
            .Add($"{Quantity.Count(events.Lost)} lost", events.Lost > 0 ? Palette.Bad : Palette.Quiet);
        if (interval.SkippedRuns > 0) line.Add($" · {Quantity.Count(interval.SkippedRuns, "run", "runs")} skipped", Palette.Bad);
        string without = interval.Missing.Count == 0 ? "" : $"  without {string.Join(", ", interval.Missing)}";
        return line.AddLeft(without, Math.Min(without.Length, width - line.Width), Palette.Bad);
    }
}
