using System.CommandLine;
using Waggle.Bpf.Catalog;
using Waggle.Cli.Inventory;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Selection;
using Waggle.Linux.Inspection;
using Waggle.Linux.Links;
using Waggle.Linux.Programs;

namespace Waggle.Cli.Commands;

/// <summary>Attaches a program and pins the link, so that it stays attached when the command has ended.</summary>
internal sealed class ProgAttachCommand : ObjectCommand
{
    private readonly Argument<string[]> _program = Words("PROG", ObjectSelector.ProgramForms);

    private readonly Option<string> _hook = new("--to")
    {
        Description = "The hook, as a section names it: tracepoint/sched/sched_switch, raw_tp/sys_enter, kprobe/FUNCTION, uprobe/PATH:SYMBOL, xdp, "
            + "tcx/ingress, tcx/egress, cgroup_skb/egress, cgroup/connect4.",
        HelpName = "HOOK",
        Required = true,
    };

    private readonly Option<string> _pin = new("--pin") { Description = "Path on a BPF file system for the link: it stays attached until that is removed.", HelpName = "PATH", Required = true };
    private readonly Option<string?> _interface = new("--interface", "-i") { Description = "Network interface, for xdp and tcx.", HelpName = "NAME" };
    private readonly Option<string?> _cgroup = new("--cgroup") { Description = "Directory of a cgroup v2, for cgroup hooks.", HelpName = "PATH" };

    public ProgAttachCommand(Invocation invocation) : base(
        invocation, "prog", "attach", "Attach a program to a hook and pin the link, so that it stays attached when this command has ended.",
        ("waggle prog attach id 12 --to tracepoint/sched/sched_process_exec --pin /sys/fs/bpf/exec", "to a tracepoint"),
        ("waggle prog attach id 13 --to xdp --interface eth0 --pin /sys/fs/bpf/filter", "to a network interface"),
        ("waggle prog detach /sys/fs/bpf/filter", "detach it again"))
    {
        Arguments.Add(_program);
        foreach (Option option in (Option[])[_hook, _pin, _interface, _cgroup]) Options.Add(option);
    }

    protected override int Run(ParseResult parsed, CommandOutput output)
    {
        uint id = ObjectSelector.Single(ObjectSelector.Programs(parsed.GetValue(_program)!), "program");
        (string hook, string path) = (parsed.GetValue(_hook)!, parsed.GetValue(_pin)!);
        using KernelProgram program = KernelInventory.OpenProgram(id, hook) ?? throw ObjectSelector.NotThere("program", id);
        using Link link = Attach(program, hook, parsed.GetValue(_interface), parsed.GetValue(_cgroup));
        PinPath.Use(path, (folder, name) => folder.Pin(link, name));
        uint linkId = link.ReadInfo().Id;
        output.Done($"Program {id} is attached to {link.Hook} by link {linkId}, pinned at {path}. It stays attached until 'waggle prog detach {path}'.", json =>
        {
            json.WriteNumber("prog_id", id);
            json.WriteNumber("link_id", linkId);
            json.WriteString("hook", link.Hook);
            json.WriteString("pinned", path);
        });
        return ExitCode.Success;
    }

    private static Link Attach(KernelProgram program, string hook, string? networkInterface, string? cgroup) => program.Spec.Type switch
    {
        ProgramType.Xdp => program.AttachXdp(Index(networkInterface, hook)),
        ProgramType.SchedCls => program.AttachTcx(Index(networkInterface, hook), hook.EndsWith("egress", StringComparison.Ordinal) ? TcxDirection.Egress : TcxDirection.Ingress),
        ProgramType.CgroupSkb or ProgramType.CgroupSock or ProgramType.CgroupSockAddr or ProgramType.CgroupSockopt or ProgramType.CgroupDevice
            or ProgramType.CgroupSysctl or ProgramType.SockOps =>
            program.AttachCgroup(cgroup ?? throw new UsageException($"Which cgroup is {hook} for?", "Add --cgroup /sys/fs/cgroup/…")),
        ProgramType.SkLookup or ProgramType.FlowDissector => program.AttachNetworkNamespace(),
        _ => program.Attach(),
    };

    private static int Index(string? name, string hook)
    {
        if (name is null) throw new UsageException($"Which network interface is {hook} for?", "Add --interface NAME; 'ip link' shows them.");
        int number = InterfaceNumber.Of(name);
        return number != 0 ? number : throw new InputException($"There is no network interface '{name}'.");
    }
}
