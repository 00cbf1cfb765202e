using System.CommandLine;
using Waggle.Agent.Sensors;
using Waggle.Agent.Signals;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Sinks;
using Waggle.Cli.Views;

namespace Waggle.Cli.Commands;

/// <summary>Events one by one.</summary>
internal sealed class TraceCommand : Command
{
    private static readonly TraceTopic<ExitSignal> s_exit = new(
        "exit", "Print each process that ends, with its exit code and run time.", TraceLines.ExitHeading, SignalJson.Lines.ExitSignal,
        static _ => new ExitSensor(), TraceLines.Exit,
        ("waggle trace exit", "all of them, until Ctrl-C"),
        ("waggle trace exit -- make test", "those of a test run"));

    private static readonly TraceTopic<OpenSignal> s_open = new(
        "open", "Print each file that is opened, with path, flags and result.", TraceLines.OpenHeading, SignalJson.Lines.OpenSignal,
        static _ => new OpenSensor(), TraceLines.Open,
        ("waggle trace open --pid 1234", "those of a process"),
        ("waggle trace open -- cat /etc/hostname", "those of a command"));

    private static readonly TraceTopic<ConnectSignal> s_connect = new(
        "connect", "Print each TCP connection that a process makes, with addresses, ports and latency.", TraceLines.ConnectHeading,
        SignalJson.Lines.ConnectSignal, static _ => new ConnectSensor(), TraceLines.Connect,
        ("waggle trace connect", "all of them, until Ctrl-C"),
        ("waggle trace connect -- curl example.org", "those of a command"));

    public TraceCommand(Invocation invocation) : base("trace", "Print events one by one, each on a line, or trace by an expression of your own.")
    {
        TraceExpression.AddTo(this, invocation);
        Subcommands.Add(Exec(invocation));
        Subcommands.Add(new TraceEventCommand<ExitSignal>(invocation, s_exit));
        Subcommands.Add(new TraceEventCommand<OpenSignal>(invocation, s_open));
        Subcommands.Add(new TraceEventCommand<ConnectSignal>(invocation, s_connect));
        HelpWithExamples.AddTo(
            this,
            ("waggle trace exec", "each program that is started"),
            ("waggle trace open --pid 1234", "each file that a process opens"),
            ("waggle trace connect --output json -- curl example.org", "each connection of a command, as JSON"),
            ("waggle trace -e 'sched:sched_process_exec => print($\"{pid} {args.filename}\")'", "a line by an expression of yours"),
            ("waggle trace -e 'syscalls:sys_exit_read => bytes[comm] = hist(args.ret)' -d 5", "a histogram for each command"),
            ("waggle trace -l 'syscalls:*open*' -v", "hooks, and their arguments"));
    }

    // The one kind with an option of its own.
    private static TraceEventCommand<ExecSignal> Exec(Invocation invocation)
    {
        Option<bool> failed = new("--failed", "-x") { Description = "Print attempts that fail too." };
        TraceEventCommand<ExecSignal> command = new(invocation, new(
            "exec", "Print each program that is started.", TraceLines.ExecHeading, SignalJson.Lines.ExecSignal,
            parsed => new ExecSensor(parsed.GetValue(failed)), TraceLines.Exec,
            ("waggle trace exec", "all of them, until Ctrl-C"),
            ("waggle trace exec --failed -- make", "those of a build, the failed attempts too"),
            ("waggle trace exec --output json --duration 60", "a minute of JSON lines")));
        command.Options.Add(failed);
        return command;
    }
}
