using Waggle.Agent.Signals;
using Waggle.Cli.Views;

namespace Waggle.Cli.Tests;

public class LiveViewTests
{
    [Theory]
    [InlineData(80, 24)]
    [InlineData(140, 45)]
    [InlineData(250, 80)]
    [InlineData(60, 16)]
    [InlineData(40, 10)]
    [InlineData(20, 5)]
    public void Draw_OnAnyScreen_FillsItAndNoMore(int width, int height)
    {
        Frame frame = new LiveView("this machine").Draw(Busy(), TimeSpan.FromSeconds(83), width, height);

        Assert.Equal(height, frame.Lines.Count);
        if (width >= 60) Assert.All(frame.Lines, line => Assert.InRange(line.Width, 0, width));
    }

    [Fact]
    public void Draw_On80By24_ShowsEveryTopic()
    {
        string text = string.Join('\n', new LiveView("this machine").Draw(Busy(), TimeSpan.FromSeconds(83), 80, 24).ToText());

        Assert.Contains("System calls", text, StringComparison.Ordinal);
        Assert.Contains("dotnet", text, StringComparison.Ordinal);
        Assert.Contains("12 programs started · 5 processes ended", text, StringComparison.Ordinal);
        Assert.Contains("Block I/O  700 requests", text, StringComparison.Ordinal);
        Assert.Contains("Run queue  700 waits", text, StringComparison.Ordinal);
        Assert.Contains("5 opened · 3 closed", text, StringComparison.Ordinal);
        Assert.Contains("25 produced · 20 delivered · 5 lost", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_TwoIntervals_AddsUpHistogramsAndCounts()
    {
        LiveView view = new("this machine");
        view.Draw(Busy(), TimeSpan.FromSeconds(1), 80, 24);

        string text = string.Join('\n', view.Draw(Busy(), TimeSpan.FromSeconds(2), 140, 45).ToText());

        Assert.Contains("Block I/O  1,400 requests", text, StringComparison.Ordinal);
        Assert.Contains("24 programs started", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_WhatCanNotBeMeasured_IsSaid()
    {
        MachineReport report = Busy() with { BlockIo = null, Missing = ["block I/O: the kernel has no tp_btf/block_rq_issue"] };

        string text = string.Join('\n', new LiveView("this machine").Draw(report, TimeSpan.FromSeconds(1), 140, 45).ToText());

        Assert.Contains("can't be measured here", text, StringComparison.Ordinal);
        Assert.Contains("without block I/O: the kernel has no tp_btf/block_rq_issue", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Histogram_Bars_GrowWithTheCounts()
    {
        LatencyReport report = new(15, [new(1, 2, 1), new(2, 4, 10), new(8, 16, 4)]);

        List<Line> lines = HistogramSection.Render("Title", "things", report, 40, barRows: 4);

        Assert.Equal("Title  15 things · p99 < 16 µs", Text(lines[0]));
        Assert.Equal("Title  15 things · p50 < 4 µs · p99 < 16 µs", Text(HistogramSection.Render("Title", "things", report, 60, barRows: 4)[0]));
        Assert.Equal(
            [
                "        █████",
                "        █████",
                "        █████       ▅▅▅▅▅",
                "  ▃▃▃▃▃ █████       █████",
                "  1     2     4     8 µs",
            ],
            lines.Skip(1).Select(Text));
    }

    [Fact]
    public void Quantile_OfAHistogram_IsTheUpperEndOfItsBar()
    {
        LatencyReport report = new(100, [new(1, 2, 50), new(2, 4, 49), new(4, null, 1)]);

        Assert.Equal("< 2 µs", LatencyQuantile.Describe(report, 0.50));
        Assert.Equal("< 4 µs", LatencyQuantile.Describe(report, 0.99));
        Assert.Equal(">= 4 µs", LatencyQuantile.Describe(report, 1));
    }

    private static string Text(Line line) => string.Concat(line.Segments.Select(s => s.Text)).TrimEnd();

    private static MachineReport Busy()
    {
        EventTime time = new(1_795_370_709_000_000_042);
        LatencyReport latency = new(700, [new(0, 1, 100), new(16, 32, 500), new(2_048, 4_096, 100)]);
        return new MachineReport(
            "interval", time, 1, 12, 5,
            [.. Enumerable.Range(0, 12).Select(i => new ExecSignal(time, 2_000 + i, 1, 0, "sh\u001b", "/bin/sh", ["sh", "-c", new string('長', 100)], false, 0))],
            [.. Enumerable.Range(0, 5).Select(i => new ExitSignal(time, 2_000 + i, 1, 0, "sh", i, i == 3 ? 9 : 0, false, 12_345_678))],
            [.. Enumerable.Range(0, 60).Select(i => new ProcessSyscalls(1_000 + i, "dotnet", 1_000, 10, 123, 1e6 / (i + 1), 0.01, 700, 90_000))],
            latency, latency, 5, 3,
            [.. Enumerable.Range(0, 8).Select(i => new TcpSignal(i < 5 ? "connected" : "closed", time, 3_000, 1, 0, "curl", 6, "2001:db8:0:1::1", 44_123, "2001:db8:0:2::2", 443, 1_234_567, 2_345, 1_234_567_890))],
            new EventCounts(25, 20, 5), 0, []);
    }
}
