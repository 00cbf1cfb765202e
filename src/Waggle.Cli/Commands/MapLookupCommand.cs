using System.CommandLine;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Selection;
using Waggle.Linux.Maps;

namespace Waggle.Cli.Commands;

/// <summary>Shows the value of a key.</summary>
internal sealed class MapLookupCommand : ObjectCommand
{
    private readonly Argument<string[]> _words = Words("MAP key DATA", $"The map ({ObjectSelector.Forms}) and the key: bytes, one number, or JSON.");

    public MapLookupCommand(Invocation invocation) : base(
        invocation, "map", "lookup", "Print the value of a key; exit code 1 if the key is not there.",
        ("waggle map lookup id 5 key 1", "a key that is a number"),
        ("waggle map lookup id 5 key hex 01 00 00 00", "the same, as bytes"),
        ("waggle map lookup name sessions key '{\"host\":1,\"port\":80}'", "a struct, by the names of its fields")) => Arguments.Add(_words);

    protected override int Run(ParseResult parsed, CommandOutput output)
    {
        var words = MapWords.Parse(parsed.GetValue(_words)!, hasValue: false);
        using KernelMap map = words.Open();
        MapCodec codec = new(map);
        byte[] key = codec.ParseKey(words.Key), value = new byte[map.ValueBufferSizeInBytes];
        if (!map.TryLookup(key, value)) throw new InputException($"Key {CommandOutput.ToJson(json => codec.WriteKey(json, key))} is not in map {map.Id} {map.Name}.");
        if (output.IsJson) output.Json(json => codec.WriteElement(json, key, value));
        else output.Text(CommandOutput.ToJson(json => codec.WriteValue(json, value)));
        return ExitCode.Success;
    }
}
