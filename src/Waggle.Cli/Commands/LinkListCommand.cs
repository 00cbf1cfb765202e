using System.CommandLine;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Views;
using Waggle.Linux.Inspection;

namespace Waggle.Cli.Commands;

/// <summary>Lists the links of the machine.</summary>
internal sealed class LinkListCommand(Invocation invocation) : ObjectCommand(
    invocation, "link", "list", "List the links in the kernel: which program is attached where.",
    ("waggle link list", "all of them, as a table"),
    ("waggle link list --output json | jq 'select(.type == \"xdp\")'", "those of a kind, for scripts"))
{
    protected override int Run(ParseResult parsed, CommandOutput output)
    {
        List<KernelLinkInfo> links = [.. KernelInventory.Links()];
        if (output.IsJson)
        {
            foreach (KernelLinkInfo link in links) output.Json(json => LinkView.WriteJson(json, link));
        }
        else
        {
            output.Text(links.Count == 0 ? [new Line().Add("No links are in the kernel.")] : LinkView.Table(links));
        }

        return ExitCode.Success;
    }
}
