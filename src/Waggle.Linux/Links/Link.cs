using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Machine;

namespace Waggle.Linux.Links;

/// <summary>One attachment of a program to a hook. Disposing it detaches, unless it is pinned.</summary>
/// <remarks>Thread-safe. The kernel detaches as well when the process ends, however it ends. The link keeps the program loaded.</remarks>
public abstract class Link : IDisposable
{
    private protected Link(string program, string hook, SafeDescriptor? descriptor = null) =>
        (Program, Hook, Descriptor) = (program, hook, descriptor);

    /// <summary>Name of the program.</summary>
    public string Program { get; private set; }

    /// <summary>The hook, such as "tracepoint sched/sched_process_exec".</summary>
    public string Hook { get; }

    /// <summary>Whether one BPF link of the kernel holds the attachment: <c>bpftool link</c> shows it, and it can be pinned.</summary>
    public bool IsBpfLink => Descriptor is not null;

    internal SafeDescriptor? Descriptor { get; }

    /// <summary>Reads what the kernel says of the link (Linux 5.8).</summary>
    /// <exception cref="BpfNotSupportedException">No BPF link holds this attachment, or the kernel is older.</exception>
    public unsafe LinkInfo ReadInfo()
    {
        const string Operation = "read what the kernel says of a link";
        BpfLinkInfo info = default;
        using SafeDescriptor.Lease lease = RequireDescriptor(Operation).Use();
        var attr = new ObjectInfoAttr { bpf_fd = lease.Number, info_len = (uint)sizeof(BpfLinkInfo), info = (ulong)&info };
        if (BpfCall.Invoke(BpfCommand.BPF_OBJ_GET_INFO_BY_FD, ref attr) < 0)
            throw KernelError.Other(Operation, ToString(), Libc.LastError, Capability.SysAdmin);
        var kind = (LinkKind)info.type;
        return new LinkInfo(info.id, kind, info.prog_id,
            kind is LinkKind.Xdp or LinkKind.Tcx or LinkKind.Netkit ? info.ifindex : null,
            kind == LinkKind.Cgroup ? info.cgroup_id : null,
            kind == LinkKind.NetworkNamespace ? info.netns_ino : null);
    }

    /// <summary>Detaches. A second call does nothing.</summary>
    public void Dispose()
    {
        Detach();
        GC.SuppressFinalize(this);
    }

    /// <summary>The program and its hook.</summary>
    public override string ToString() => $"{Program} on {Hook}";

    /// <summary>The kernel's link, or a refusal to do what needs one.</summary>
    internal SafeDescriptor RequireDescriptor(string operation) => Descriptor ?? throw new BpfNotSupportedException(operation, ToString(), Errno.None,
        "Nothing but this process holds the attachment: the kernel has no BPF link for this kind of hook, or is too old to have one.");

    /// <summary>Puts another program in the place of the one that runs (<c>BPF_LINK_UPDATE</c>); no event is missed in between.</summary>
    internal void Replace(SafeDescriptor program, string programName)
    {
        using SafeDescriptor.Lease link = RequireDescriptor("replace a link's program").Use();
        using SafeDescriptor.Lease newProgram = program.Use();
        var attr = new LinkUpdateAttr { link_fd = link.Number, new_prog_fd = newProgram.Number };
        if (BpfCall.Invoke(BpfCommand.BPF_LINK_UPDATE, ref attr) < 0)
            throw ReplaceError($"{this} by program '{programName}'", Libc.LastError);
        Program = programName;
    }

    private protected virtual void Detach() => Descriptor?.Dispose();

    private static BpfException ReplaceError(string what, Errno error) => error switch
    {
        Errno.Invalid => new BpfAttachException("replace a link's program", what, error,
            "The new program must have the type and attach type of the old one, and the kind of link must know updates "
            + "(cgroup, XDP, tcx, sk_lookup, flow dissector, iterators; not perf events and tracing)."),
        Errno.NoLink => new BpfAttachException("replace a link's program", what, error, "The hook is gone: its interface or cgroup was removed."),
        _ => KernelError.Other("replace a link's program", what, error, Capability.Bpf, Capability.NetAdmin),
    };
}
