using System.Globalization;
using Waggle.Agent.Signals;

namespace Waggle.Cli.Views;

/// <summary>System calls by process: rate, share of errors, and how long they take.</summary>
internal static class SyscallSection
{
    private const int FixedWidth = 59; // of all columns but the bar

    public static List<Line> Render(MachineReport report, int width, int rows)
    {
        double rate = report.Syscalls.Sum(s => s.CallsPerSecond);
        Line heading = new Line().Add("System calls", Palette.Heading)
            .Add($"  {Quantity.Rate(rate)} a second by {Quantity.Count((ulong)report.Syscalls.Count, "process", "processes")}", Palette.Quiet);
        Line columns = new Line()
            .AddRight("PID", 9, Palette.Quiet).Add(" ").AddLeft("PROCESS", 16, Palette.Quiet)
            .AddRight("CALLS/S", 8, Palette.Quiet).AddRight("ERR %", 7, Palette.Quiet)
            .AddRight("P50", 9, Palette.Quiet).AddRight("P99", 9, Palette.Quiet);
        List<Line> lines = [heading, columns];
        double highest = report.Syscalls.Count > 0 ? report.Syscalls[0].CallsPerSecond : 0;
        foreach (ProcessSyscalls process in report.Syscalls.Take(rows)) lines.Add(Row(process, highest, width));
        while (lines.Count < rows + 2) lines.Add(new Line());
        return lines;
    }

    private static Line Row(ProcessSyscalls process, double highest, int width)
    {
        Line line = new Line()
            .AddRight(process.Pid.ToString(CultureInfo.InvariantCulture), 9).Add(" ")
            .AddLeft(process.Comm, 16, Palette.Name)
            .AddRight(Quantity.Rate(process.CallsPerSecond), 8)
            .AddRight(Quantity.Percent(process.ErrorRate), 7, process.ErrorRate >= 0.1 ? Palette.Bad : Palette.Plain)
            .AddRight(Quantity.Time(process.P50Ns), 9)
            .AddRight(Quantity.Time(process.P99Ns), 9);
        int room = width - FixedWidth - 2;
        if (room < 4 || highest <= 0) return line;
        return line.Add("  ").Add(HorizontalBar.Draw(process.CallsPerSecond / highest, Math.Min(room, 40)), Palette.Bar);
    }
}
