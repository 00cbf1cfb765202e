using System.CommandLine;
using System.Text.Json;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Selection;
using Waggle.Linux;
using Waggle.Linux.Links;
using Waggle.Linux.Pins;
using Waggle.Linux.Programs;

namespace Waggle.Cli.Commands;

/// <summary>Loads an object's programs and pins them.</summary>
internal sealed class ProgLoadCommand : ObjectCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "An object file." };

    private readonly Argument<string> _folder = new("PIN_DIR") { Description = "Folder on a BPF file system; it is made if it is not there." };

    private readonly Option<bool> _attach = new("--autoattach") { Description = "Attach each program to the hook that its section names, and pin the links as NAME_link." };

    private readonly Option<bool> _maps = new("--pin-maps") { Description = "Pin the maps too, as NAME_map." };

    private readonly KernelTypesOption _types = new();

    public ProgLoadCommand(Invocation invocation) : base(
        invocation, "prog", "load", "Load the programs of an object file and pin each under its name: all of them, or none.",
        ("waggle prog load prog.bpf.o /sys/fs/bpf/mine", "load and pin"),
        ("waggle prog load prog.bpf.o /sys/fs/bpf/mine --autoattach", "attach them as well; they stay attached"),
        ("rm -r /sys/fs/bpf/mine", "unload them again"))
    {
        Arguments.Add(_file);
        Arguments.Add(_folder);
        Options.Add(_attach);
        Options.Add(_maps);
        Options.Add(_types);
    }

    protected override int Run(ParseResult parsed, CommandOutput output)
    {
        string file = parsed.GetValue(_file)!, path = parsed.GetValue(_folder)!;
        BpfObject obj;
        try
        {
            obj = BpfObject.Read(file);
        }
        catch (Exception e) when (e is ObjectFormatException or BtfFormatException)
        {
            throw new InputException($"{file}: {e.Message}");
        }

        using LoadedObject loaded = KernelEngine.Create().Load(obj, new LoadOptions { KernelTypes = _types.Read(parsed) });
        List<(string Name, Action<PinFolder> Pin, Action<Utf8JsonWriter> Json, string Text)> pins = [];
        foreach (KernelProgram program in loaded.Programs.Values)
            pins.Add((program.Name, folder => folder.Pin(program, program.Name), json => Describe(json, "program", program.Id, program.Name), $"program {program.Id} {program.Name}"));
        if (parsed.GetValue(_maps))
        {
            foreach (var map in loaded.Maps.Values)
                pins.Add(($"{PinName(map.Name)}_map", folder => folder.Pin(map, $"{PinName(map.Name)}_map"), json => Describe(json, "map", map.Id, map.Name), $"map {map.Id} {map.Name}"));
        }

        if (parsed.GetValue(_attach))
        {
            foreach (Link link in loaded.AttachAll())
                pins.Add(($"{link.Program}_link", folder => folder.Pin(link, $"{link.Program}_link"), json => Describe(json, "link", link.ReadInfo().Id, link.Program), $"link {link.ReadInfo().Id} {link}"));
        }

        PinAll(path, pins.Select(p => (p.Name, p.Pin)));
        foreach (var pin in pins)
        {
            string at = Path.Combine(path, pin.Name);
            output.Done($"{pin.Text}, pinned at {at}", json =>
            {
                pin.Json(json);
                json.WriteString("pinned", at);
            });
        }

        return ExitCode.Success;
    }

    // A name with a dot in front (.rodata) is no name that a BPF file system takes.
    private static string PinName(string name) => name.Replace('.', '_').TrimStart('_');

    private static void PinAll(string path, IEnumerable<(string Name, Action<PinFolder> Pin)> pins)
    {
        bool isNew = !Directory.Exists(path);
        Directory.CreateDirectory(path);
        using PinFolder folder = PinFolder.Open(path);
        List<string> done = [];
        try
        {
            foreach ((string name, Action<PinFolder> pin) in pins)
            {
                pin(folder);
                done.Add(name);
            }
        }
        catch
        {
            foreach (string name in done) folder.Unpin(name);
            if (isNew) Directory.Delete(path);
            throw;
        }
    }

    private static void Describe(Utf8JsonWriter json, string kind, uint id, string name)
    {
        json.WriteString("kind", kind);
        json.WriteNumber("id", id);
        json.WriteString("name", name);
    }
}
