using System.CommandLine;
using Waggle.Agent.Sessions;
using Waggle.Agent.Signals;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Views;

namespace Waggle.Cli.Commands;

/// <summary>The command without a verb: the live view of the machine.</summary>
internal sealed class WaggleCommand : RootCommand
{
    private const int TextWidth = 110; // of text that goes to a file

    private readonly Option<TimeSpan?> _duration = WatchOptions.Duration();
    private readonly Option<TimeSpan?> _interval = WatchOptions.Interval();
    private readonly Option<string> _output = WatchOptions.Output("text for people, json for scripts. [default: text on a terminal, else json]");

    public WaggleCommand(Invocation invocation)
        : base("See what this machine does, through eBPF: processes, system calls, block I/O, run queue and TCP connections.\n"
            + "With \"-- COMMAND ARGS...\" only what COMMAND and all its descendants do; the summary comes when it ends.")
    {
        Options.Add(_duration);
        Options.Add(_interval);
        Options.Add(_output);
        Subcommands.Add(new TraceCommand(invocation));
        Subcommands.Add(new TopCommand(invocation));
        Subcommands.Add(new DoctorCommand(invocation));
        Subcommands.Add(new BuildCommand(invocation));
        Subcommands.Add(new CheckCommand(invocation));
        Subcommands.Add(new DisasmCommand(invocation));
        Subcommands.Add(new AsmCommand(invocation));
        Subcommands.Add(new RunCommand(invocation));
        Subcommands.Add(new BenchCommand(invocation));
        Subcommands.Add(new ExecCommand(invocation));
        Subcommands.Add(new ProgCommand(invocation));
        Subcommands.Add(new MapCommand(invocation));
        Subcommands.Add(new LinkCommand(invocation));
        Subcommands.Add(new BtfCommand(invocation));
        HelpWithExamples.AddTo(
            this,
            ("waggle", "the live view, until Ctrl-C"),
            ("waggle --duration 10 --output json", "one JSON object a second, ten times"),
            ("waggle -- make -j4", "what a build does"),
            ("waggle trace exec", "each program that is started"),
            ("waggle top programs", "the BPF programs of this machine, by the time that they take"),
            ("waggle prog list", "the same as a list, with sizes and maps"),
            ("waggle doctor", "what works on this machine"),
            ("waggle build ExecWatch.csproj", "object files of programs written in C#"),
            ("waggle check prog.bpf.o", "whether Linux would take the programs of a file; no root needed"),
            ("waggle run prog.bpf.o --data packet.bin", "what a program of a file makes of a packet, without the kernel"));
        SetAction(parsed => Run(
            invocation, parsed.GetValue(_duration), parsed.GetValue(_interval) ?? TimeSpan.FromSeconds(1), parsed.GetValue(_output)));
    }

    private static int Run(Invocation invocation, TimeSpan? duration, TimeSpan interval, string? format)
    {
        ProcessScope scope = invocation.Scope(pid: null);
        bool isJson = (format ?? (invocation.IsTerminal ? "text" : "json")) == "json";
        if (isJson) _ = Task.Run(LiveJson.WarmUp); // meanwhile
        using StopRequest stop = new();
        using Stream output = invocation.OpenOutput();
        using ILiveOutput live = Open(invocation, scope, output, isJson);
        live.Tick(); // something to look at while the programs are compiled and loaded
        using MachineSession session = MachineSession.Start(scope);
        using SessionEnd end = new(session.Session, duration, stop.Token);
        do
        {
            MachineReport report = session.ReadInterval(interval, end.Token, live.Tick);
            live.Write(report);
        }
        while (!session.HasEnded);

        live.Finish(session.ReadSummary());
        if (session.Session.Command?.ExitCode is { } code) invocation.Error.WriteLine($"waggle: the command returned {code}");
        return ExitCode.Success;
    }

    private static ILiveOutput Open(Invocation invocation, ProcessScope scope, Stream output, bool isJson)
    {
        string subject = scope is ProcessScope.Command command ? SafeText.JoinArguments(command.Words) : $"this machine ({Environment.MachineName})";
        if (isJson) return new LiveJson(output);
        // A followed command has the terminal to itself: drawing over what it writes would spoil both.
        return invocation.CanDraw && scope is not ProcessScope.Command
            ? new LiveScreen(output, subject)
            : new LiveText(output, subject, invocation.IsTerminal ? Screen.Size.Width : TextWidth, onlyAtTheEnd: scope is ProcessScope.Command);
    }
}
