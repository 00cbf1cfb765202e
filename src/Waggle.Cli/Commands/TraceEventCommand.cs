using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using Waggle.Agent.Sensors;
using Waggle.Agent.Sessions;
using Waggle.Agent.Signals;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Sinks;
using Waggle.Cli.Views;

namespace Waggle.Cli.Commands;

/// <summary>What the commands have in common that print one kind of event.</summary>
internal abstract class TraceEventCommand<TSignal> : Command
{
    private readonly Option<TimeSpan?> _duration = WatchOptions.Duration();
    private readonly Option<int?> _pid = WatchOptions.Pid();
    private readonly Option<string> _output = WatchOptions.Output("text for people, json for scripts (one object a line). [default: text]");

    protected TraceEventCommand(string name, string description, Invocation invocation)
        : base(name, description + "\nWith \"-- COMMAND ARGS...\" only those of COMMAND and all its descendants, until it ends.")
    {
        Options.Add(_duration);
        Options.Add(_pid);
        Options.Add(_output);
        SetAction(parsed => Run(
            invocation, CreateSensor(parsed), invocation.Scope(parsed.GetValue(_pid)), parsed.GetValue(_duration), parsed.GetValue(_output) == "json"));
    }

    protected abstract string Heading { get; }

    protected abstract JsonTypeInfo<TSignal> JsonType { get; }

    protected abstract IEventSensor<TSignal> CreateSensor(ParseResult parsed);

    protected abstract string Format(TSignal signal);

    private int Run(Invocation invocation, IEventSensor<TSignal> sensor, ProcessScope scope, TimeSpan? duration, bool isJson)
    {
        using StopRequest stop = new();
        using ProbeSession session = ProbeSession.Start(scope, sensor);
        using SessionEnd end = new(session, duration, stop.Token);
        using Stream output = invocation.OpenOutput();
        ISignalSink<TSignal> sink = isJson ? new JsonLineSink<TSignal>(output, JsonType) : new TextLineSink<TSignal>(output, Heading, Format);
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
