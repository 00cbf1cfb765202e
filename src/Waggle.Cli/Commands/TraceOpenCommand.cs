using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using Waggle.Agent.Sensors;
using Waggle.Agent.Signals;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Sinks;
using Waggle.Cli.Views;

namespace Waggle.Cli.Commands;

/// <summary>Files that are opened.</summary>
internal sealed class TraceOpenCommand : TraceEventCommand<OpenSignal>
{
    public TraceOpenCommand(Invocation invocation) : base("open", "Print each file that is opened, with path, flags and result.", invocation) => HelpWithExamples.AddTo(
        this,
        ("waggle trace open --pid 1234", "those of a process"),
        ("waggle trace open -- cat /etc/hostname", "those of a command"));

    protected override string Heading => TraceLines.OpenHeading;

    protected override JsonTypeInfo<OpenSignal> JsonType => SignalJson.Lines.OpenSignal;

    protected override IEventSensor<OpenSignal> CreateSensor(ParseResult parsed) => new OpenSensor();

    protected override string Format(OpenSignal signal) => TraceLines.Open(signal);
}
