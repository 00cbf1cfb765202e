using System.Globalization;
using Waggle.Cli.Lifetime;
using Waggle.Linux.Inspection;
using Waggle.Linux.Links;
using Waggle.Linux.Maps;
using Waggle.Linux.Pins;
using Waggle.Linux.Programs;

namespace Waggle.Cli.Selection;

/// <summary>Finds the objects that words on the command line mean: "id 5" or "5", "pinned /sys/fs/bpf/x" or a path, "name x" or a name,
/// and for programs "tag 0123456789abcdef".</summary>
internal static class ObjectSelector
{
    public const string ProgramForms = "id N, name NAME, tag TAG or pinned PATH; a number, a name or a path alone do too.";
    public const string Forms = "id N, name NAME or pinned PATH; a number, a name or a path alone do too.";
    public const string LinkForms = "id N or pinned PATH; a number or a path alone do too.";

    /// <summary>Numbers of the programs that are meant; at least one.</summary>
    public static IReadOnlyList<uint> Programs(IReadOnlyList<string> words)
    {
        (string how, string what) = Split(words, "program");
        return how switch
        {
            "id" => [Number(what, "program")],
            "pinned" => [FromPin(what, static (folder, name) =>
            {
                using KernelProgram program = folder.OpenProgram(name);
                return program.Id;
            })],
            "tag" => Some([.. KernelInventory.Programs().Where(p => p.Tag == what).Select(p => p.Id)], "program", $"tag {what}"),
            "name" => Some([.. KernelInventory.Programs().Where(p => p.Name == what).Select(p => p.Id)], "program", $"name '{what}'"),
            _ => throw Unknown(how, ProgramForms),
        };
    }

    /// <summary>Numbers of the maps that are meant; at least one.</summary>
    public static IReadOnlyList<uint> Maps(IReadOnlyList<string> words)
    {
        (string how, string what) = Split(words, "map");
        return how switch
        {
            "id" => [Number(what, "map")],
            "pinned" => [FromPin(what, static (folder, name) =>
            {
                using KernelMap map = folder.OpenMap(name);
                return map.Id;
            })],
            "name" => Some([.. KernelInventory.Maps().Where(m => m.Name == what).Select(m => m.Id)], "map", $"name '{what}'"),
            _ => throw Unknown(how, Forms),
        };
    }

    /// <summary>The number of the link that is meant.</summary>
    public static uint Link(IReadOnlyList<string> words)
    {
        (string how, string what) = Split(words, "link");
        return how switch
        {
            "id" => Number(what, "link"),
            "pinned" => FromPin(what, static (folder, name) =>
            {
                using Link link = folder.OpenLink(name);
                return link.ReadInfo().Id;
            }),
            _ => throw Unknown(how, LinkForms),
        };
    }

    /// <summary>The only number, for commands that take one object.</summary>
    public static uint Single(IReadOnlyList<uint> ids, string kind) => ids is [uint id]
        ? id
        : throw new UsageException($"{ids.Count} {kind}s are meant: {string.Join(", ", ids)}.", $"Name one of them: id {ids[0]}");

    public static InputException NotThere(string kind, uint id) => new($"There is no {kind} {id.ToString(CultureInfo.InvariantCulture)} in the kernel.");

    /// <summary>Does something with a name in the folder of a BPF file system.</summary>
    public static T FromPin<T>(string path, Func<PinFolder, string, T> use)
    {
        string full = Path.GetFullPath(path);
        using PinFolder folder = PinFolder.Open(Path.GetDirectoryName(full) ?? "/");
        return use(folder, Path.GetFileName(full));
    }

    private static (string How, string What) Split(IReadOnlyList<string> words, string kind) => words switch
    {
        [var how, var what] => (how, what),
        [var number] when uint.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _) => ("id", number),
        [var path] when path.Contains('/', StringComparison.Ordinal) => ("pinned", path),
        [var name] => ("name", name),
        _ => throw new UsageException($"Which {kind} is meant?", kind switch { "program" => ProgramForms, "link" => LinkForms, _ => Forms }),
    };

    private static uint Number(string text, string kind) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint number)
        ? number
        : throw new UsageException($"'{text}' is no number of a {kind}.", $"'waggle {(kind == "program" ? "prog" : kind)} list' shows them.");

    private static IReadOnlyList<uint> Some(IReadOnlyList<uint> ids, string kind, string what) =>
        ids.Count > 0 ? ids : throw new InputException($"There is no {kind} with {what} in the kernel.");

    private static UsageException Unknown(string how, string forms) => new($"'{how}' is no way to name one.", forms);
}
