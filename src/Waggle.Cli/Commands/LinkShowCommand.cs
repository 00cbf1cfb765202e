using System.CommandLine;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Selection;
using Waggle.Cli.Views;
using Waggle.Linux.Inspection;

namespace Waggle.Cli.Commands;

/// <summary>Shows one link.</summary>
internal sealed class LinkShowCommand : ObjectCommand
{
    private readonly Argument<string[]> _link = Words("LINK", ObjectSelector.LinkForms);

    public LinkShowCommand(Invocation invocation) : base(
        invocation, "link", "show", "Show what the kernel says of a link.",
        ("waggle link show id 7", "the link with this number"),
        ("waggle link show /sys/fs/bpf/filter --output json", "a pinned one, for scripts")) => Arguments.Add(_link);

    protected override int Run(ParseResult parsed, CommandOutput output)
    {
        uint id = ObjectSelector.Link(parsed.GetValue(_link)!);
        KernelLinkInfo link = KernelInventory.FindLink(id) ?? throw ObjectSelector.NotThere("link", id);
        if (output.IsJson) output.Json(json => LinkView.WriteJson(json, link));
        else output.Text(LinkView.Table([link]));
        return ExitCode.Success;
    }
}
