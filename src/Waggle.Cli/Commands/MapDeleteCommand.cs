using System.CommandLine;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Selection;
using Waggle.Linux.Maps;

namespace Waggle.Cli.Commands;

/// <summary>Removes a key.</summary>
internal sealed class MapDeleteCommand : ObjectCommand
{
    private readonly Argument<string[]> _words = Words("MAP key DATA", $"The map ({ObjectSelector.Forms}) and the key: bytes, one number, or JSON.");

    public MapDeleteCommand(Invocation invocation) : base(
        invocation, "map", "delete", "Remove a key; exit code 1 if it is not there.",
        ("waggle map delete id 5 key 1", "a key that is a number"),
        ("waggle map delete name sessions key '{\"host\":1}'", "a struct, by the names of its fields")) => Arguments.Add(_words);

    protected override int Run(ParseResult parsed, CommandOutput output)
    {
        var words = MapWords.Parse(parsed.GetValue(_words)!, hasValue: false);
        using KernelMap map = words.Open();
        MapCodec codec = new(map);
        byte[] key = codec.ParseKey(words.Key);
        string text = CommandOutput.ToJson(json => codec.WriteKey(json, key));
        if (!map.Remove(key)) throw new InputException($"Key {text} is not in map {map.Id} {map.Name}.");
        output.Done($"Key {text} is removed from map {map.Id} {map.Name}.", json =>
        {
            json.WriteNumber("id", map.Id);
            json.WritePropertyName("deleted");
            codec.WriteKey(json, key);
        });
        return ExitCode.Success;
    }
}
