using Waggle.Agent.Signals;
using Waggle.Cli.Sinks;

namespace Waggle.Cli.Views;

/// <summary>One JSON object a line for each interval, and one for the whole run.</summary>
internal sealed class LiveJson(Stream output) : ILiveOutput
{
    private readonly JsonLineSink<MachineReport> _sink = new(output, SignalJson.Lines.MachineReport);

    /// <summary>Writes a report to nowhere, so that the code behind it is ready when the first one comes.</summary>
    public static void WarmUp()
    {
        using JsonLineSink<MachineReport> sink = new(Stream.Null, SignalJson.Lines.MachineReport);
        sink.Write(MachineReport.Nothing);
    }

    public void Tick()
    {
    }

    public void Write(MachineReport interval)
    {
        _sink.Write(interval);
        _sink.Flush();
    }

    public void Finish(MachineReport summary) => Write(summary);

    public void Dispose() => _sink.Dispose();
}
