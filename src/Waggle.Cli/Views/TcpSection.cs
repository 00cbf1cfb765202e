using System.Globalization;
using Waggle.Agent.Signals;

namespace Waggle.Cli.Views;

/// <summary>The latest TCP connections opened and closed, the newest first.</summary>
internal static class TcpSection
{
    private const int WideEnoughForTime = 74;
    private const int WideEnoughForBothEnds = 100;

    public static List<Line> Render(LiveFeed feed, int width, int rows)
    {
        Line heading = new Line().Add("TCP connections", Palette.Heading)
            .Add($"  {Quantity.Count(feed.TcpOpened)} opened · {Quantity.Count(feed.TcpClosed)} closed", Palette.Quiet);
        List<Line> lines = [heading];
        foreach (TcpSignal signal in feed.Connections.Take(rows)) lines.Add(Row(signal, width));
        if (lines.Count == 1) lines.Add(new Line().Add("  none yet", Palette.Quiet));
        while (lines.Count < rows + 1) lines.Add(new Line());
        return lines;
    }

    private static Line Row(TcpSignal e, int width)
    {
        bool isClosed = e.Event == "closed";
        string numbers = isClosed ? $" ↓ {Quantity.Bytes(e.ReceivedBytes)} ↑ {Quantity.Bytes(e.SentBytes)} in {Quantity.Time(e.DurationNs)}" : "";
        Line line = new Line().Add(e.Event switch { "connected" => "  → ", "accepted" => "  ← ", _ => "  × " }, isClosed ? Palette.Quiet : Palette.Good);
        if (width >= WideEnoughForTime)
            line.Add(e.Time.ToDateTimeOffset().ToLocalTime().ToString("HH:mm:ss ", CultureInfo.InvariantCulture), Palette.Quiet);
        line.AddRight(e.Pid == 0 ? "" : e.Pid.ToString(CultureInfo.InvariantCulture), 7).Add(" ").AddLeft(e.Comm, width >= WideEnoughForTime ? 14 : 9, Palette.Name);
        string other = TraceLines.Endpoint(e.Daddr, e.Dport);
        string ends = width >= WideEnoughForBothEnds
            ? $"{TraceLines.Endpoint(e.Saddr, e.Sport)} {(e.Event == "accepted" ? "←" : "→")} {other}"
            : $"{other}{(e.Event == "accepted" ? $" to port {e.Sport}" : "")}";
        return line.AddLeft(ends, Math.Min(ends.Length, width - line.Width - numbers.Length)).Add(numbers, Palette.Quiet);
    }
}
