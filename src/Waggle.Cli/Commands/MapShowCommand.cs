using System.CommandLine;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Selection;
using Waggle.Cli.Views;
using Waggle.Linux.Inspection;

namespace Waggle.Cli.Commands;

/// <summary>Shows one map, or all that have a name.</summary>
internal sealed class MapShowCommand : ObjectCommand
{
    private readonly Argument<string[]> _map = Words("MAP", ObjectSelector.Forms);

    public MapShowCommand(Invocation invocation) : base(
        invocation, "map", "show", "Show what the kernel says of a map.",
        ("waggle map show id 5", "the map with this number"),
        ("waggle map show name events --output json", "those with this name, for scripts")) => Arguments.Add(_map);

    protected override int Run(ParseResult parsed, CommandOutput output)
    {
        List<KernelMapInfo> maps = [];
        foreach (uint id in ObjectSelector.Maps(parsed.GetValue(_map)!))
            maps.Add(KernelInventory.FindMap(id) ?? throw ObjectSelector.NotThere("map", id));
        if (!output.IsJson) output.Text(MapInfoView.Table(maps));
        else foreach (KernelMapInfo map in maps) output.Json(json => MapInfoView.WriteJson(json, map));
        return ExitCode.Success;
    }
}
