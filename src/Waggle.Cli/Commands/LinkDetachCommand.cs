using System.CommandLine;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Selection;
using Waggle.Linux.Inspection;

namespace Waggle.Cli.Commands;

/// <summary>Detaches a link by force.</summary>
internal sealed class LinkDetachCommand : ObjectCommand
{
    private readonly Argument<string[]> _link = Words("LINK", ObjectSelector.LinkForms);

    public LinkDetachCommand(Invocation invocation) : base(
        invocation, "link", "detach", "Detach a link, whoever holds it: cgroup, XDP, tcx, netkit, network namespace and struct_ops links.",
        ("waggle link detach id 7", "the program runs no more; the link stays, attached to nothing"),
        ("waggle prog detach /sys/fs/bpf/filter", "remove a pinned link of any kind")) => Arguments.Add(_link);

    protected override int Run(ParseResult parsed, CommandOutput output)
    {
        uint id = ObjectSelector.Link(parsed.GetValue(_link)!);
        if (!KernelInventory.DetachLink(id)) throw ObjectSelector.NotThere("link", id);
        output.Done($"Link {id} is detached.", json => json.WriteNumber("detached", id));
        return ExitCode.Success;
    }
}
