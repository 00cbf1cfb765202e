using System.CommandLine;
using Waggle.Cli.Lifetime;

namespace Waggle.Cli.Commands;

/// <summary>What uses the most.</summary>
internal sealed class TopCommand : Command
{
    public TopCommand(Invocation invocation) : base("top", "Show what uses the most time, refreshed.")
    {
        Subcommands.Add(new TopProgramsCommand(invocation));
        HelpWithExamples.AddTo(this, ("waggle top programs", "BPF programs by the share of a CPU that they take"));
    }
}
