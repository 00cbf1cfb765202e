using System.CommandLine;
using Waggle.Cli.Lifetime;

namespace Waggle.Cli.Commands;

/// <summary>Lists the BTF objects of the machine.</summary>
internal sealed class BtfListCommand(Invocation invocation) : ObjectCommand(
    invocation, "btf", "list", "List the BTF objects in the kernel: its own, its modules', and those of programs and maps.",
    ("waggle btf list", "all of them, as a table"),
    ("waggle btf list --output json", "for scripts"))
{
    protected override int Run(ParseResult parsed, CommandOutput output)
    {
        BtfView.Write(output, BtfView.Read());
        return ExitCode.Success;
    }
}
