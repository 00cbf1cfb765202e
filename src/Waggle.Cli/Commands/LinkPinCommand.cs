using System.CommandLine;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Selection;
using Waggle.Linux.Inspection;
using Waggle.Linux.Links;

namespace Waggle.Cli.Commands;

/// <summary>Pins a link.</summary>
internal sealed class LinkPinCommand : ObjectCommand
{
    private readonly Argument<string[]> _words = Words("LINK PATH", $"The link ({ObjectSelector.LinkForms}) and a path on a BPF file system.");

    public LinkPinCommand(Invocation invocation) : base(
        invocation, "link", "pin", "Give a link a name on a BPF file system: it stays attached when the process that made it ends.",
        ("waggle link pin id 7 /sys/fs/bpf/filter", "pin the link with this number"),
        ("waggle prog detach /sys/fs/bpf/filter", "unpin it")) => Arguments.Add(_words);

    protected override int Run(ParseResult parsed, CommandOutput output)
    {
        (IReadOnlyList<string> words, string path) = PinPath.SplitOff(parsed.GetValue(_words)!);
        uint id = ObjectSelector.Link(words);
        using Link link = KernelInventory.OpenLink(id) ?? throw ObjectSelector.NotThere("link", id);
        PinPath.Use(path, (folder, name) => folder.Pin(link, name));
        output.Done($"Link {id} is pinned at {path}.", json =>
        {
            json.WriteNumber("id", id);
            json.WriteString("pinned", path);
        });
        return ExitCode.Success;
    }
}
