using System.CommandLine;
using Waggle.Cli.Lifetime;

namespace Waggle.Cli.Commands;

/// <summary>Programs in the kernel.</summary>
internal sealed class ProgCommand : Command
{
    public ProgCommand(Invocation invocation) : base("prog", "List, show, load, run, pin, attach and detach programs in the kernel.")
    {
        Subcommands.Add(new ProgListCommand(invocation));
        Subcommands.Add(new ProgShowCommand(invocation));
        Subcommands.Add(new ProgDumpCommand(invocation));
        Subcommands.Add(new ProgLoadCommand(invocation));
        Subcommands.Add(new ProgRunCommand(invocation));
        Subcommands.Add(new ProgPinCommand(invocation));
        Subcommands.Add(new ProgAttachCommand(invocation));
        Subcommands.Add(new ProgDetachCommand(invocation));
        HelpWithExamples.AddTo(
            this,
            ("waggle prog list", "the programs of this machine"),
            ("waggle prog dump id 12", "the instructions of one, with its source lines"),
            ("waggle prog load prog.bpf.o /sys/fs/bpf/mine", "load an object's programs and pin them"));
    }
}
