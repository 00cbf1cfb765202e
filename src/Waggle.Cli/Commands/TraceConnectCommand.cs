using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using Waggle.Agent.Sensors;
using Waggle.Agent.Signals;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Sinks;
using Waggle.Cli.Views;

namespace Waggle.Cli.Commands;

/// <summary>TCP connections that are made.</summary>
internal sealed class TraceConnectCommand : TraceEventCommand<ConnectSignal>
{
    public TraceConnectCommand(Invocation invocation) : base("connect", "Print each TCP connection that a process makes, with addresses, ports and latency.", invocation) => HelpWithExamples.AddTo(
        this,
        ("waggle trace connect", "all of them, until Ctrl-C"),
        ("waggle trace connect -- curl example.org", "those of a command"));

    protected override string Heading => TraceLines.ConnectHeading;

    protected override JsonTypeInfo<ConnectSignal> JsonType => SignalJson.Lines.ConnectSignal;

    protected override IEventSensor<ConnectSignal> CreateSensor(ParseResult parsed) => new ConnectSensor();

    protected override string Format(ConnectSignal signal) => TraceLines.Connect(signal);
}
