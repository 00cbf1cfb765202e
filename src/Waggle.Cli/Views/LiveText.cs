using System.Diagnostics;
using Waggle.Agent.Signals;
using Waggle.Cli.Sinks;

namespace Waggle.Cli.Views;

/// <summary>The live view as plain text, one picture beneath the other; of a followed command only the picture of the whole run.</summary>
internal sealed class LiveText(Stream output, string subject, bool onlyAtTheEnd) : ILiveOutput
{
    private const int Width = 110;
    private const int Height = 36;

    private readonly LiveView _view = new(subject);
    private readonly long _start = Stopwatch.GetTimestamp();

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    public void Tick()
    {
    }

    public void Write(MachineReport interval)
    {
        Frame frame = _view.Draw(interval, Elapsed, Width, Height);
        if (!onlyAtTheEnd) TextOutput.Write(output, [.. frame.ToText(), ""]);
    }

    public void Finish(MachineReport summary)
    {
        IEnumerable<string> lines = SummaryView.Lines(summary, subject);
        if (onlyAtTheEnd) lines = _view.Redraw(summary, Elapsed, Width, Height).ToText().Skip(1).Where(l => l.Length > 0).Append("").Concat(lines);
        TextOutput.Write(output, lines);
    }

    public void Dispose()
    {
    }
}
