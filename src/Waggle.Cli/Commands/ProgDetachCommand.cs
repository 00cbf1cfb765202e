using System.CommandLine;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Selection;
using Waggle.Linux.Links;

namespace Waggle.Cli.Commands;

/// <summary>Takes a pinned attachment away.</summary>
internal sealed class ProgDetachCommand : ObjectCommand
{
    private readonly Argument<string> _path = new("PATH") { Description = "The pinned link, as 'waggle prog attach' made it." };

    public ProgDetachCommand(Invocation invocation) : base(
        invocation, "prog", "detach", "Remove a pinned link; the program is detached once nobody else holds the link.",
        ("waggle prog detach /sys/fs/bpf/filter", "undo 'waggle prog attach … --pin /sys/fs/bpf/filter'"),
        ("waggle link detach id 7", "detach a link that another process holds")) => Arguments.Add(_path);

    protected override int Run(ParseResult parsed, CommandOutput output)
    {
        string path = parsed.GetValue(_path)!;
        uint id = ObjectSelector.FromPin(path, static (folder, name) =>
        {
            using Link link = folder.OpenLink(name); // complains about a pin of another kind
            return link.ReadInfo().Id;
        });
        PinPath.Remove(path);
        output.Done($"Link {id} is no longer pinned at {path}.", json =>
        {
            json.WriteNumber("link_id", id);
            json.WriteString("unpinned", path);
        });
        return ExitCode.Success;
    }
}
