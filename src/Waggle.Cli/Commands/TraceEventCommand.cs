using System.CommandLine;
using Waggle.Agent.Sensors;
using Waggle.Agent.Sessions;
using Waggle.Agent.Signals;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Sinks;
using Waggle.Cli.Views;

namespace Waggle.Cli.Commands;

/// <summary>Prints events of one kind.</summary>
internal sealed class TraceEventCommand<TSignal> : Command
{
    private readonly TraceTopic<TSignal> _topic;
    private readonly Option<TimeSpan?> _duration = WatchOptions.Duration();
    private readonly Option<int?> _pid = WatchOptions.Pid();
    private readonly Option<string> _output = WatchOptions.Output("text for people, json for scripts (one object a line). [default: text]");

    public TraceEventCommand(Invocation invocation, TraceTopic<TSignal> topic)
        : base(topic.Name, topic.Description + "\nWith \"-- COMMAND ARGS...\" only those of COMMAND and all its descendants, until it ends.")
    {
        _topic = topic;
        Options.Add(_duration);
        Options.Add(_pid);
        Options.Add(_output);
        HelpWithExamples.AddTo(this, topic.Examples);
        SetAction(parsed => Run(
            invocation, topic.CreateSensor(parsed), invocation.Scope(parsed.GetValue(_pid)), parsed.GetValue(_duration), parsed.GetValue(_output) == "json"));
    }

    private int Run(Invocation invocation, IEventSensor<TSignal> sensor, ProcessScope scope, TimeSpan? duration, bool isJson)
    {
        using StopRequest stop = new();
        using ProbeSession session = ProbeSession.Start(scope, [sensor]);
        using SessionEnd end = new(session, duration, stop.Token);
        using Stream output = invocation.OpenOutput();
        ISignalSink<TSignal> sink = isJson ? new JsonLineSink<TSignal>(output, _topic.JsonType) : new TextLineSink<TSignal>(output, _topic.Heading, _topic.Format);
        EventPump.Run(session, sensor, sink.Write, sink.Flush, end.Token);
        WriteSummary(invocation.Error, session, sensor.Counts);
        return ExitCode.Success;
    }

    private static void WriteSummary(TextWriter error, ProbeSession session, EventCounts counts)
    {
        string command = session.Command?.ExitCode is { } code ? $"; the command returned {code}" : "";
        error.WriteLine($"waggle: {SummaryView.Events(counts, session.SkippedRuns)}{command}");
        if (session.Unfollowed > 0) error.WriteLine($"waggle: {session.Unfollowed} descendants could not be followed: there were too many at once");
    }
}
