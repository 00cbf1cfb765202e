using System.CommandLine;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Selection;
using Waggle.Linux.Maps;

namespace Waggle.Cli.Commands;

/// <summary>Pins a map.</summary>
internal sealed class MapPinCommand : ObjectCommand
{
    private readonly Argument<string[]> _words = Words("MAP PATH", $"The map ({ObjectSelector.Forms}) and a path on a BPF file system.");

    public MapPinCommand(Invocation invocation) : base(
        invocation, "map", "pin", "Give a map a name on a BPF file system, so that it lives on.",
        ("waggle map pin id 5 /sys/fs/bpf/sessions", "pin the map with this number"),
        ("rm /sys/fs/bpf/sessions", "unpin it")) => Arguments.Add(_words);

    protected override int Run(ParseResult parsed, CommandOutput output)
    {
        (IReadOnlyList<string> words, string path) = PinPath.SplitOff(parsed.GetValue(_words)!);
        using KernelMap map = MapWords.Open(words);
        PinPath.Use(path, (folder, name) => folder.Pin(map, name));
        output.Done($"Map {map.Id} {map.Name} is pinned at {path}.", json =>
        {
            json.WriteNumber("id", map.Id);
            json.WriteString("pinned", path);
        });
        return ExitCode.Success;
    }
}
