using Waggle.Agent.Signals;

namespace Waggle.Cli.Views;

/// <summary>A power-of-two histogram as columns, with the boundaries of time beneath.</summary>
internal static class HistogramSection
{
    private const string Eighths = " ▁▂▃▄▅▆▇█";
    private const int WidestBar = 6;

    /// <summary>A heading, <paramref name="barRows"/> rows of bars, and a row of labels.</summary>
    public static List<Line> Render(string title, string noun, LatencyReport? report, int width, int barRows)
    {
        List<Line> lines = [Heading(title, noun, report, width)];
        LatencyBucket[] buckets = Fill(report);
        if (buckets.Length == 0)
        {
            lines.Add(new Line().AddLeft(report is null ? "  can't be measured here" : "  none yet", width, Palette.Quiet));
            while (lines.Count < barRows + 2) lines.Add(new Line());
            return lines;
        }

        int pitch = Math.Clamp((width - 2) / buckets.Length, 1, WidestBar);
        int fitting = Math.Min(buckets.Length, (width - 2) / pitch);
        buckets = buckets[..fitting];
        ulong highest = buckets.Max(b => b.Count);
        for (int row = barRows - 1; row >= 0; row--) lines.Add(BarRow(buckets, highest, row, barRows, pitch));
        lines.Add(Labels(buckets, pitch, width));
        return lines;
    }

    private static Line Heading(string title, string noun, LatencyReport? report, int width)
    {
        Line line = new Line().Add(title, Palette.Heading);
        if (report is not { Total: > 0 }) return line;

        string p50 = LatencyQuantile.Describe(report, 0.50), p99 = LatencyQuantile.Describe(report, 0.99), count = Quantity.Count(report.Total);
        string[] facts = [$"  {count} {noun} · p50 {p50} · p99 {p99}", $"  {count} {noun} · p99 {p99}", $"  {count} · p99 {p99}"];
        string fitting = facts.FirstOrDefault(f => f.Length <= width - line.Width) ?? "";
        return line.Add(fitting, Palette.Quiet);
    }

    /// <summary>The bars between the first and the last, the empty ones too.</summary>
    private static LatencyBucket[] Fill(LatencyReport? report)
    {
        if (report is not { Buckets.Count: > 0 }) return [];

        Dictionary<ulong, LatencyBucket> known = report.Buckets.ToDictionary(b => b.FromUs);
        List<LatencyBucket> all = [];
        ulong last = report.Buckets[^1].FromUs;
        for (ulong from = report.Buckets[0].FromUs; from <= last; from = from == 0 ? 1 : from * 2)
            all.Add(known.TryGetValue(from, out LatencyBucket? bucket) ? bucket : new LatencyBucket(from, from == 0 ? 1 : from * 2, 0));
        return [.. all];
    }

    private static Line BarRow(LatencyBucket[] buckets, ulong highest, int row, int rows, int pitch)
    {
        Line line = new Line().Add("  ");
        int barWidth = Math.Max(pitch - 1, 1);
        foreach (LatencyBucket bucket in buckets)
        {
            // Any count that is not zero shows: the lowest row is at least one eighth.
            int eighths = bucket.Count == 0 ? 0 : Math.Max(1, (int)Math.Round((double)bucket.Count * rows * 8 / highest));
            char c = Eighths[Math.Clamp(eighths - (row * 8), 0, 8)];
            line.Add(new string(c, barWidth), Palette.Bar).Add(new string(' ', pitch - barWidth));
        }

        return line;
    }

    private static Line Labels(LatencyBucket[] buckets, int pitch, int width)
    {
        Line line = new Line().Add("  ");
        for (int i = 0; i < buckets.Length; i++)
        {
            string label = Quantity.Boundary(buckets[i].FromUs);
            int start = 2 + (i * pitch);
            if (start < line.Width + (i == 0 ? 0 : 1) || start + label.Length > width - 3) continue; // would touch the one before
            line.PadTo(start).Add(label, Palette.Quiet);
        }

        return line.Add(" µs", Palette.Quiet);
    }
}
