using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Links;

namespace Waggle.Linux.Programs;

/// <content>Attaching by what the section says.</content>
public sealed unsafe partial class KernelProgram
{
    /// <summary>Attaches it to the hook that its section names: tracepoint/CATEGORY/NAME, raw_tp/NAME, tp_btf/NAME, fentry/FUNCTION, fexit/,
    /// fmod_ret/, freplace/, lsm/HOOK, kprobe/FUNCTION[+OFFSET], kretprobe/, ksyscall/NAME, kprobe.multi/PATTERN, kprobe.session/,
    /// uprobe/PATH:SYMBOL[+OFFSET], uretprobe/, uprobe.multi/PATH:PATTERN, uprobe.session/, usdt/PATH:PROVIDER:NAME, iter/KIND.</summary>
    /// <returns>The attachment. It keeps the program alive; disposing it detaches.</returns>
    /// <exception cref="BpfAttachException">There is no such hook; close names are suggested.</exception>
    /// <exception cref="BpfPermissionException">The process lacks CAP_PERFMON, or may not read tracefs.</exception>
    /// <exception cref="BpfNotSupportedException">The kernel lacks the hook, or the section does not carry all that is needed.</exception>
    public Link Attach() => Attach(traceFs: null);

    /// <summary>Attaches it, reading tracepoint numbers from a tracefs that is open already.</summary>
    internal Link Attach(TraceFs? traceFs)
    {
        string hook = TracingTarget.HookName(Spec);
        return (Spec.Type, Spec.ExpectedAttachType) switch
        {
            (ProgramType.Tracepoint, _) => AttachTracepoint(hook, traceFs),
            (ProgramType.RawTracepoint or ProgramType.RawTracepointWritable, _) => RawTracepointLink.AttachByName(Descriptor, Name, hook),
            (ProgramType.Tracing, TracingTarget.RawTracepoint) => RawTracepointLink.AttachByBtf(Descriptor, Name, hook),
            (ProgramType.Tracing, TracingTarget.FunctionEntry or TracingTarget.FunctionExit or TracingTarget.ModifyReturn) or
            (ProgramType.Lsm, TracingTarget.LsmMac) => RawTracepointLink.AttachToFunction(Descriptor, Name, Spec.Section),
            (ProgramType.Extension, _) => RawTracepointLink.AttachToFunction(Descriptor, Name, Spec.Section),
            (ProgramType.Tracing, TracingTarget.Iterator) => AttachIterator(),
            (ProgramType.Kprobe, _) when hook.Length > 0 => AttachProbe(hook),
            _ => throw new BpfNotSupportedException("attach a program", $"program '{Spec}'", Errno.None, Advice(Spec.Type)),
        };
    }

    /// <summary>Runs it in the place of the program of a link from now on (<c>BPF_LINK_UPDATE</c>, Linux 5.7): no event is missed
    /// in between. For cgroup, XDP, tcx, netkit, sockmap, sk_lookup and flow dissector links, iterators, and TC filters.</summary>
    /// <param name="link">The link.</param>
    /// <param name="expected">The program that must be the one that runs now; null for any.</param>
    /// <exception cref="BpfAttachException">The program is of another type, the hook is gone, or the link's kind knows no updates.</exception>
    /// <exception cref="BpfNotSupportedException">No BPF link holds the attachment.</exception>
    public void Replace(Link link, KernelProgram? expected = null)
    {
        ArgumentNullException.ThrowIfNull(link);
        link.Replace(Descriptor, Name, expected?.Descriptor);
    }

    /// <summary>Attaches it to a function of another program than the one that it was loaded for (Linux 5.10): freplace, and fentry and
    /// fexit of programs.</summary>
    /// <param name="target">The loaded program.</param>
    /// <param name="function">Its function, which must have the types of the one that this was loaded for.</param>
    /// <exception cref="BpfAttachException">There is no such function, or it does not fit.</exception>
    /// <exception cref="BpfNotSupportedException">The target was loaded without types.</exception>
    public ExtensionLink AttachFunctionOf(KernelProgram target, string function)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentException.ThrowIfNullOrEmpty(function);
        RequireType(ProgramType.Extension, ProgramType.Tracing);
        return ExtensionLink.Attach(Descriptor, Name, (BpfAttachType)Spec.ExpectedAttachType, target.Descriptor,
            TargetProgram.FindFunction(target, function), $"{Spec.Section.Split('/')[0]} {function} of {target.Name}");
    }

    private TracepointLink AttachTracepoint(string hook, TraceFs? traceFs)
    {
        string[] parts = hook.Split('/');
        if (parts.Length != 2)
            throw new BpfAttachException("attach a program", $"program '{Spec}'", Errno.None,
                "The section of a tracepoint program is tracepoint/CATEGORY/NAME, such as tracepoint/sched/sched_process_exec.");
        using TraceFs? own = traceFs is null ? TraceFs.Open() : null;
        return TracepointLink.Attach(Descriptor, Name, new TracepointName(parts[0], parts[1]), traceFs ?? own!);
    }

    private static string Advice(ProgramType type) => type switch
    {
        ProgramType.Xdp => "Its section does not say the interface: use AttachXdp.",
        ProgramType.SchedCls => "Its section does not say the interface: use AttachTcx or AttachTc, or AttachNetkit.",
        ProgramType.CgroupSkb or ProgramType.CgroupSock or ProgramType.CgroupSockAddr or ProgramType.CgroupSockopt
            or ProgramType.CgroupDevice or ProgramType.CgroupSysctl or ProgramType.SockOps => "Its section does not say the cgroup: use AttachCgroup.",
        ProgramType.PerfEvent => "Its section does not say the event: use AttachPerfEvent.",
        ProgramType.Kprobe => "Its section does not say the function: use AttachUprobe, AttachUprobeMulti, AttachKprobe or AttachSystemCall.",
        ProgramType.Netfilter => "Its section does not say the hook: use AttachNetfilter.",
        ProgramType.SkLookup or ProgramType.FlowDissector => "Its section does not say the network namespace: use AttachNetworkNamespace.",
        ProgramType.SkMsg or ProgramType.SkSkb => "Its section does not say the map: use AttachSocketMap.",
        ProgramType.LwtIn or ProgramType.LwtOut or ProgramType.LwtXmit => "Its section does not say the route: use AttachRoute.",
        ProgramType.SocketFilter or ProgramType.SkReuseport => "Its section does not say the socket: use AttachSocket.",
        ProgramType.Lsm => "Its section does not say the cgroup: use AttachCgroup.",
        ProgramType.Syscall => "It is attached nowhere: use Run.",
        _ => $"This version has no attachment for {type} programs; those that attach by their section are tracepoint/, raw_tp/, tp_btf/, "
            + "fentry/, fexit/, fmod_ret/, freplace/, lsm/, kprobe/, ksyscall/, uprobe/, usdt/ and iter/.",
    };
}
