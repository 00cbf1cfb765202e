using System.Diagnostics;
using Waggle.Agent.Signals;
using Waggle.Cli.Sinks;

namespace Waggle.Cli.Views;

/// <summary>The live view as plain text, one picture beneath the other; of a followed command only the picture of the whole run.</summary>
/// <param name="output">Where to write.</param>
/// <param name="subject">Whose doings are watched.</param>
/// <param name="width">Columns of a line.</param>
/// <param name="onlyAtTheEnd">Whether intervals are left out.</param>
internal sealed class LiveText(Stream output, string subject, int width, bool onlyAtTheEnd) : ILiveOutput
{
    private const int Height = 36;

    private readonly LiveView _view = new(subject);
    private readonly long _start = Stopwatch.GetTimestamp();

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    public void Tick()
    {
    }

    public void Write(MachineReport interval)
    {
        Frame frame = _view.Draw(interval, Elapsed, width, Height);
        if (!onlyAtTheEnd) TextOutput.Write(output, [.. frame.ToText(), ""]);
    }

    public void Finish(MachineReport summary)
    {
        IEnumerable<string> lines = SummaryView.Lines(summary, subject);
        if (onlyAtTheEnd) lines = _view.Redraw(summary, Elapsed, width, Height).ToText().Skip(1).Where(l => l.Length > 0).Append("").Concat(lines);
        TextOutput.Write(output, lines);
    }

    public void Dispose()
    {
    }
}
