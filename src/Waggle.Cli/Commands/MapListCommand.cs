using System.CommandLine;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Views;
using Waggle.Linux.Inspection;

namespace Waggle.Cli.Commands;

/// <summary>Lists the maps of the machine.</summary>
internal sealed class MapListCommand(Invocation invocation) : ObjectCommand(
    invocation, "map", "list", "List the maps in the kernel.",
    ("waggle map list", "all of them, as a table"),
    ("waggle map list --output json | jq 'select(.bytes_memlock > 1000000)'", "the large ones, for scripts"))
{
    protected override int Run(ParseResult parsed, CommandOutput output)
    {
        List<KernelMapInfo> maps = [.. KernelInventory.Maps()];
        if (output.IsJson)
        {
            foreach (KernelMapInfo map in maps) output.Json(json => MapInfoView.WriteJson(json, map));
        }
        else
        {
            output.Text(maps.Count == 0 ? [new Line().Add("No maps are in the kernel.")] : MapInfoView.Table(maps));
        }

        return ExitCode.Success;
    }
}
