using System.Globalization;
using Waggle.Agent.Signals;

namespace Waggle.Cli.Views;

/// <summary>The end of the live view: what was seen in the whole run, as plain text.</summary>
internal static class SummaryView
{
    public static IEnumerable<string> Lines(MachineReport report, string subject)
    {
        ulong calls = report.Syscalls.Aggregate(0UL, (sum, s) => sum + s.Calls);
        ulong errors = report.Syscalls.Aggregate(0UL, (sum, s) => sum + s.Errors);
        yield return $"waggle watched {subject} for {Quantity.Time(report.Seconds * 1e9)}:";
        yield return $"  processes     {Quantity.Count(report.Execs, "program", "programs")} started, {Quantity.Count(report.Exits, "process", "processes")} ended";
        yield return $"  system calls  {Quantity.Count(calls)} by {Quantity.Count((ulong)report.Syscalls.Count, "process", "processes")}, {Quantity.Percent(calls == 0 ? 0 : (double)errors / calls)} % errors{Busiest(report, calls)}";
        yield return $"  block I/O     {Latency(report.BlockIo, "requests")}";
        yield return $"  run queue     {Latency(report.RunQueue, "waits")}";
        yield return $"  TCP           {Quantity.Count(report.TcpOpened)} opened, {Quantity.Count(report.TcpClosed)} closed";
        yield return $"  events        {Events(report.Events, report.SkippedRuns)}";
        foreach (string missing in report.Missing) yield return $"  without       {SafeText.Clean(missing)}";
    }

    /// <summary>"12 produced, 12 delivered, 0 lost".</summary>
    public static string Events(EventCounts counts, ulong skippedRuns) =>
        (skippedRuns == 0 ? "" : $"{Quantity.Count(skippedRuns, "run", "runs")} of programs skipped, ") + $"{Quantity.Count(counts.Produced)} produced, {Quantity.Count(counts.Delivered)} delivered, {Quantity.Count(counts.Lost)} lost";

    private static string Busiest(MachineReport report, ulong calls) => report.Syscalls is [var first, ..] && calls > 0
        ? string.Create(CultureInfo.InvariantCulture, $"; the most by {SafeText.Clean(first.Comm)} ({first.Pid}): {Quantity.Percent((double)first.Calls / calls)} %")
        : "";

    private static string Latency(LatencyReport? report, string noun) => report switch
    {
        null => "can't be measured here",
        { Total: 0 } => $"0 {noun}",
        _ => $"{Quantity.Count(report.Total)} {noun}, p50 {LatencyQuantile.Describe(report, 0.5)}, p99 {LatencyQuantile.Describe(report, 0.99)}",
    };
}
