using System.CommandLine;
using Waggle.Cli.Lifetime;

namespace Waggle.Cli.Commands;

/// <summary>Links in the kernel.</summary>
internal sealed class LinkCommand : Command
{
    public LinkCommand(Invocation invocation) : base("link", "List, show, pin and detach links: what programs are attached to.")
    {
        Subcommands.Add(new LinkListCommand(invocation));
        Subcommands.Add(new LinkShowCommand(invocation));
        Subcommands.Add(new LinkPinCommand(invocation));
        Subcommands.Add(new LinkDetachCommand(invocation));
        HelpWithExamples.AddTo(
            this,
            ("waggle link list", "what is attached on this machine"),
            ("waggle link detach id 7", "detach one, whoever made it"));
    }
}
