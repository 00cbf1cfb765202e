using System.CommandLine;
using Waggle.Bpf.Maps;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Selection;
using Waggle.Cli.Views;
using Waggle.Linux.Maps;

namespace Waggle.Cli.Commands;

/// <summary>Shows all elements of a map.</summary>
internal sealed class MapDumpCommand : ObjectCommand
{
    private readonly Argument<string[]> _map = Words("MAP", ObjectSelector.Forms);

    public MapDumpCommand(Invocation invocation) : base(
        invocation, "map", "dump", "Print all elements of a map, with the names of its types' fields where it has types.",
        ("waggle map dump id 5", "an element a line"),
        ("waggle map dump name sessions --output json | jq .value.bytes", "one field, for scripts")) => Arguments.Add(_map);

    protected override int Run(ParseResult parsed, CommandOutput output)
    {
        using KernelMap map = MapWords.Open(parsed.GetValue(_map)!);
        MapCodec codec = new(map);
        ulong count = 0;
        List<Line> lines = [];
        foreach (MapElement element in map.ReadElements())
        {
            count++;
            if (output.IsJson)
            {
                output.Json(json => codec.WriteElement(json, element.Key.Span, element.Value.Span));
                continue;
            }

            lines.Add(new Line()
                .Add(CommandOutput.ToJson(json => codec.WriteKey(json, element.Key.Span)), Palette.Name)
                .Add(": ")
                .Add(CommandOutput.ToJson(json => codec.WriteValue(json, element.Value.Span))));
        }

        if (!output.IsJson) output.Text([.. lines, new Line().Add($"{Quantity.Count(count, "element", "elements")} in map {map.Id} {map.Name}", Palette.Quiet)]);
        return ExitCode.Success;
    }
}
