using System.CommandLine;
using Waggle.Cli.Lifetime;

namespace Waggle.Cli.Commands;

/// <summary>Events one by one.</summary>
internal sealed class TraceCommand : Command
{
    public TraceCommand(Invocation invocation) : base("trace", "Print events one by one, each on a line.")
    {
        Subcommands.Add(new TraceExecCommand(invocation));
        Subcommands.Add(new TraceExitCommand(invocation));
        Subcommands.Add(new TraceOpenCommand(invocation));
        Subcommands.Add(new TraceConnectCommand(invocation));
        HelpWithExamples.AddTo(
            this,
            ("waggle trace exec", "each program that is started"),
            ("waggle trace open --pid 1234", "each file that a process opens"),
            ("waggle trace connect --output json -- curl example.org", "each connection of a command, as JSON"));
    }
}
