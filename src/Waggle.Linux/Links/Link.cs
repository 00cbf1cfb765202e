using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Machine;

namespace Waggle.Linux.Links;

/// <summary>One attachment of a program to a hook. Disposing it detaches, unless it is pinned.</summary>
/// <remarks>Thread-safe. The kernel detaches as well when the process ends, however it ends. The link keeps the program loaded.</remarks>
public abstract class Link : IDisposable
{
    private protected const string ReplaceOperation = "replace a link's program";

    private protected Link(string program, string hook, SafeDescriptor? descriptor = null) =>
        (Program, Hook, Descriptor) = (program, hook, descriptor);

    /// <summary>Name of the program.</summary>
    public string Program { get; private protected set; }

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

    /// <summary>Takes the program off the hook though the link is pinned or open elsewhere too (<c>BPF_LINK_DETACH</c>, Linux 5.9). The
    /// link stays, and does nothing. For cgroup, XDP, tcx, netkit, sk_lookup and flow dissector links.</summary>
    /// <exception cref="BpfNotSupportedException">No BPF link holds the attachment, or its kind can't be detached so: dispose and unpin it.</exception>
    public void ForceDetach()
    {
        const string Operation = "detach a link";
        using SafeDescriptor.Lease lease = RequireDescriptor(Operation).Use();
        var attr = new LinkDetachAttr { link_fd = lease.Number };
        if (BpfCall.Invoke(BpfCommand.BPF_LINK_DETACH, ref attr) >= 0) return;
        Errno error = Libc.LastError;
        throw error is Errno.OperationNotSupported or Errno.NotSupported or Errno.Invalid
            ? new BpfNotSupportedException(Operation, ToString(), error,
                "The kernel detaches links of this kind only when nothing holds them: dispose the link and unpin it.")
            : KernelError.Other(Operation, ToString(), error, Capability.Bpf, Capability.NetAdmin);
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
    /// <param name="program">The new program.</param>
    /// <param name="programName">Its name.</param>
    /// <param name="expected">The program that must be the one that runs now, or null for any.</param>
    internal virtual void Replace(SafeDescriptor program, string programName, SafeDescriptor? expected = null)
    {
        using SafeDescriptor.Lease link = RequireDescriptor(ReplaceOperation).Use();
        using SafeDescriptor.Lease newProgram = program.Use();
        using SafeDescriptor.Lease oldProgram = expected is null ? default : expected.Use();
        var attr = new LinkUpdateAttr { link_fd = link.Number, new_prog_fd = newProgram.Number };
        if (expected is not null) (attr.flags, attr.old_prog_fd) = (LinkUpdateAttr.BPF_F_REPLACE, oldProgram.Number);
        if (BpfCall.Invoke(BpfCommand.BPF_LINK_UPDATE, ref attr) < 0)
            throw ReplaceError($"{this} by program '{programName}'", Libc.LastError);
        Program = programName;
    }

    private protected virtual void Detach() => Descriptor?.Dispose();

    private protected static BpfException ReplaceError(string what, Errno error) => error switch
    {
        Errno.Invalid => new BpfAttachException(ReplaceOperation, what, error,
            "The new program must have the type and attach type of the old one, and the kind of link must know updates "
            + "(cgroup, XDP, tcx, netkit, sockmap, sk_lookup, flow dissector, iterators; not perf events and tracing)."),
        Errno.NoLink => new BpfAttachException(ReplaceOperation, what, error, "The hook is gone: its interface or cgroup was removed, or the link was detached."),
        Errno.NotPermitted or Errno.Stale => new BpfAttachException(ReplaceOperation, what, error,
            "The link runs another program than the one expected, or this process may not change it."),
        _ => KernelError.Other(ReplaceOperation, what, error, Capability.Bpf, Capability.NetAdmin),
    };
}
