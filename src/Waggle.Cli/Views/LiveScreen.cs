using System.Diagnostics;
using Waggle.Agent.Signals;
using Waggle.Cli.Sinks;

namespace Waggle.Cli.Views;

/// <summary>The live view on a terminal: drawn over in place, fitted anew when the terminal changes its size.</summary>
internal sealed class LiveScreen(Stream output, string subject) : ILiveOutput
{
    private readonly LiveView _view = new(subject);
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Screen _screen = new(output);
    private MachineReport _last = MachineReport.Nothing;
    private (int Width, int Height) _size;

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    public void Tick()
    {
        if (Screen.Size == _size) return;
        _size = Screen.Size;
        _screen.Draw(_view.Redraw(_last, Elapsed, _size.Width, _size.Height), _size.Width);
    }

    public void Write(MachineReport interval)
    {
        _last = interval;
        _size = Screen.Size;
        _screen.Draw(_view.Draw(interval, Elapsed, _size.Width, _size.Height), _size.Width);
    }

    public void Finish(MachineReport summary)
    {
        _screen.Dispose();
        TextOutput.Write(output, SummaryView.Lines(summary, subject));
    }

    public void Dispose() => _screen.Dispose();
}
