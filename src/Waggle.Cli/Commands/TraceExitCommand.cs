using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using Waggle.Agent.Sensors;
using Waggle.Agent.Signals;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Sinks;
using Waggle.Cli.Views;

namespace Waggle.Cli.Commands;

/// <summary>Processes that end.</summary>
internal sealed class TraceExitCommand : TraceEventCommand<ExitSignal>
{
    public TraceExitCommand(Invocation invocation) : base("exit", "Print each process that ends, with its exit code and run time.", invocation) => HelpWithExamples.AddTo(
        this,
        ("waggle trace exit", "all of them, until Ctrl-C"),
        ("waggle trace exit -- make test", "those of a test run"));

    protected override string Heading => TraceLines.ExitHeading;

    protected override JsonTypeInfo<ExitSignal> JsonType => SignalJson.Lines.ExitSignal;

    protected override IEventSensor<ExitSignal> CreateSensor(ParseResult parsed) => new ExitSensor();

    protected override string Format(ExitSignal signal) => TraceLines.Exit(signal);
}
