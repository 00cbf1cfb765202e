using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using Waggle.Agent.Sensors;
using Waggle.Agent.Signals;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Sinks;
using Waggle.Cli.Views;

namespace Waggle.Cli.Commands;

/// <summary>Programs that are started.</summary>
internal sealed class TraceExecCommand : TraceEventCommand<ExecSignal>
{
    private readonly Option<bool> _failed = new("--failed", "-x") { Description = "Print attempts that fail too." };

    public TraceExecCommand(Invocation invocation) : base("exec", "Print each program that is started.", invocation)
    {
        Options.Add(_failed);
        HelpWithExamples.AddTo(
            this,
            ("waggle trace exec", "all of them, until Ctrl-C"),
            ("waggle trace exec --failed -- make", "those of a build, the failed attempts too"),
            ("waggle trace exec --output json --duration 60", "a minute of JSON lines"));
    }

    protected override string Heading => TraceLines.ExecHeading;

    protected override JsonTypeInfo<ExecSignal> JsonType => SignalJson.Lines.ExecSignal;

    protected override IEventSensor<ExecSignal> CreateSensor(ParseResult parsed) => new ExecSensor(parsed.GetValue(_failed));

    protected override string Format(ExecSignal signal) => TraceLines.Exec(signal);
}
