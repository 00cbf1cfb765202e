using System.CommandLine;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Maps;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Selection;
using Waggle.Linux.Inspection;
using Waggle.Linux.Maps;
using Waggle.Linux.Programs;

namespace Waggle.Cli.Commands;

/// <summary>Writes the value of a key.</summary>
internal sealed class MapUpdateCommand : ObjectCommand
{
    private readonly Argument<string[]> _words = Words(
        "MAP key DATA value DATA [any|noexist|exist]",
        $"The map ({ObjectSelector.Forms}), the key and the value: bytes, one number, or JSON; for maps of programs or maps, the object.");

    public MapUpdateCommand(Invocation invocation) : base(
        invocation, "map", "update", "Write the value of a key; each CPU gets it where a map has a value for each.",
        ("waggle map update id 5 key 1 value 42", "numbers"),
        ("waggle map update name sessions key '{\"host\":1}' value '{\"state\":\"STATE_OPEN\"}' noexist", "structs, and only if the key is new"),
        ("waggle map update id 6 key 0 value pinned /sys/fs/bpf/next", "a program into an array for tail calls")) => Arguments.Add(_words);

    protected override int Run(ParseResult parsed, CommandOutput output)
    {
        var words = MapWords.Parse(parsed.GetValue(_words)!, hasValue: true);
        using KernelMap map = words.Open();
        MapCodec codec = new(map);
        byte[] key = codec.ParseKey(words.Key);
        switch (map.Type)
        {
            case MapType.ProgramArray:
                uint program = ObjectSelector.Single(ObjectSelector.Programs(words.Value), "program");
                using (KernelProgram opened = KernelInventory.OpenProgram(program) ?? throw ObjectSelector.NotThere("program", program))
                    new ProgramArrayMap(map).Set(BitConverter.ToUInt32(key), opened);
                break;
            case MapType.ArrayOfMaps or MapType.HashOfMaps when map.KeySizeInBytes == sizeof(uint):
                using (KernelMap inner = MapWords.Open(words.Value)) new MapOfMaps<uint>(map).Set(BitConverter.ToUInt32(key), inner, words.Mode);
                break;
            default:
                map.Update(key, codec.ParseValue(words.Value), words.Mode);
                break;
        }

        output.Done($"Key {CommandOutput.ToJson(json => codec.WriteKey(json, key))} of map {map.Id} {map.Name} is written.", json =>
        {
            json.WriteNumber("id", map.Id);
            json.WritePropertyName("updated");
            codec.WriteKey(json, key);
        });
        return ExitCode.Success;
    }
}
