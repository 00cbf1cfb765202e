using System.CommandLine;
using Waggle.Bpf.Objects;
using Waggle.Cli.Inventory;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Selection;
using Waggle.Linux.Maps;

namespace Waggle.Cli.Commands;

/// <summary>Creates a map and pins it.</summary>
internal sealed class MapCreateCommand : ObjectCommand
{
    private readonly Argument<string> _path = new("PATH") { Description = "Path on a BPF file system to pin it at." };
    private readonly Option<string> _type = new("--type", "-t") { Description = "Kind of map, such as hash, array, lru_hash, ringbuf.", HelpName = "TYPE", Required = true };
    private readonly Option<string?> _name = new("--name", "-n") { Description = "Name; by default that of the pin.", HelpName = "NAME" };
    private readonly Option<int> _key = new("--key", "-k") { Description = "Size of a key in bytes.", HelpName = "BYTES" };
    private readonly Option<int> _value = new("--value", "-v") { Description = "Size of a value in bytes.", HelpName = "BYTES" };
    private readonly Option<uint> _entries = new("--entries", "-e") { Description = "Number of entries; bytes for ring buffers.", HelpName = "N" };
    private readonly Option<uint> _flags = new("--flags") { Description = "BPF_F_* creation flags, as a number.", HelpName = "N" };

    public MapCreateCommand(Invocation invocation) : base(
        invocation, "map", "create", "Create a map and pin it.",
        ("waggle map create /sys/fs/bpf/counts --type hash --key 4 --value 8 --entries 1024", "a hash table"),
        ("waggle map create /sys/fs/bpf/events --type ringbuf --entries 65536", "a ring buffer of 64 KiB"))
    {
        Arguments.Add(_path);
        foreach (Option option in (Option[])[_type, _name, _key, _value, _entries, _flags]) Options.Add(option);
    }

    protected override int Run(ParseResult parsed, CommandOutput output)
    {
        string path = parsed.GetValue(_path)!, type = parsed.GetValue(_type)!;
        using var map = KernelMap.Create(new MapSpec(parsed.GetValue(_name) ?? Path.GetFileName(path),
            KernelNames.FindMapType(type) ?? throw new UsageException($"'{type}' is no kind of map.", "Kinds are hash, array, prog_array, percpu_hash, lru_hash, lpm_trie, queue, ringbuf and others."))
        {
            KeySizeInBytes = parsed.GetValue(_key),
            ValueSizeInBytes = parsed.GetValue(_value),
            MaxEntries = parsed.GetValue(_entries),
            Flags = parsed.GetValue(_flags),
        });
        PinPath.Use(path, (folder, name) => folder.Pin(map, name));
        output.Done($"Map {map.Id} {map.Name} is created and pinned at {path}.", json =>
        {
            json.WriteNumber("id", map.Id);
            json.WriteString("pinned", path);
        });
        return ExitCode.Success;
    }
}
