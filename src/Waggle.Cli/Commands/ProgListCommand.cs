using System.CommandLine;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Views;
using Waggle.Linux.Inspection;

namespace Waggle.Cli.Commands;

/// <summary>Lists the programs of the machine.</summary>
internal sealed class ProgListCommand(Invocation invocation) : ObjectCommand(
    invocation, "prog", "list", "List the programs in the kernel.",
    ("waggle prog list", "all of them, as a table"),
    ("waggle prog list --output json | jq 'select(.type == \"xdp\")'", "those of a type, for scripts"))
{
    protected override int Run(ParseResult parsed, CommandOutput output)
    {
        List<KernelProgramInfo> programs = [.. KernelInventory.Programs()];
        if (output.IsJson)
        {
            foreach (KernelProgramInfo program in programs) output.Json(json => ProgramView.WriteJson(json, program));
        }
        else
        {
            output.Text(programs.Count == 0 ? [new Line().Add("No programs are in the kernel.")] : ProgramView.Table(programs));
        }

        return ExitCode.Success;
    }
}
