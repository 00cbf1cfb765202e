using System.Collections.Immutable;
using Waggle.Bpf.Catalog;

namespace Waggle.Bpf.Objects;

/// <summary>What the name of a section says about the programs in it.</summary>
/// <param name="Type">Kind of program; <see cref="ProgramType.Unspecified"/> if the name is none of libbpf's.</param>
/// <param name="AttachTarget">What the name says after its first slash: "sched/sched_process_exec"; "" if nothing.</param>
/// <param name="ExpectedAttachType">Number of <c>enum bpf_attach_type</c> to load with, or 0.</param>
/// <param name="IsSleepable">Whether the program may sleep.</param>
/// <remarks>The names are libbpf 1.5's: docs.kernel.org/bpf/libbpf/program_types.html. A leading '?' (do not load unless asked) is
/// accepted and means nothing here.</remarks>
public readonly record struct ProgramSection(ProgramType Type, string AttachTarget, uint ExpectedAttachType, bool IsSleepable)
{
    /// <summary>Looks a section's name up.</summary>
    public static ProgramSection Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.StartsWith('?'))
            name = name[1..];
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        string target = slash < 0 ? "" : name[(slash + 1)..];
        string head = slash < 0 ? name : name[..slash];
        foreach (Row row in s_rows)
        {
            if (row.TakesTarget ? row.Name == head : row.Name == name)
                return new(row.Type, target, (uint)row.AttachType, row.IsSleepable);
        }
        return new(ProgramType.Unspecified, target, 0, false);
    }

    // With TakesTarget, Name is what stands before the first slash and the rest is the user's choice; without, it is the whole name.
    private readonly record struct Row(
        string Name, bool TakesTarget, ProgramType Type, AttachType AttachType = 0, bool IsSleepable = false);

    private static readonly ImmutableArray<Row> s_rows =
    [
        new("tracepoint", true, ProgramType.Tracepoint),
        new("tp", true, ProgramType.Tracepoint),
        new("raw_tracepoint", true, ProgramType.RawTracepoint),
        new("raw_tp", true, ProgramType.RawTracepoint),
        new("raw_tracepoint.w", true, ProgramType.RawTracepointWritable),
        new("raw_tp.w", true, ProgramType.RawTracepointWritable),
        new("tp_btf", true, ProgramType.Tracing, AttachType.TraceRawTp),
        new("fentry", true, ProgramType.Tracing, AttachType.TraceFentry),
        new("fentry.s", true, ProgramType.Tracing, AttachType.TraceFentry, IsSleepable: true),
        new("fexit", true, ProgramType.Tracing, AttachType.TraceFexit),
        new("fexit.s", true, ProgramType.Tracing, AttachType.TraceFexit, IsSleepable: true),
        new("fmod_ret", true, ProgramType.Tracing, AttachType.ModifyReturn),
        new("fmod_ret.s", true, ProgramType.Tracing, AttachType.ModifyReturn, IsSleepable: true),
        new("iter", true, ProgramType.Tracing, AttachType.TraceIter),
        new("iter.s", true, ProgramType.Tracing, AttachType.TraceIter, IsSleepable: true),
        new("freplace", true, ProgramType.Extension),
        new("lsm", true, ProgramType.Lsm, AttachType.LsmMac),
        new("lsm.s", true, ProgramType.Lsm, AttachType.LsmMac, IsSleepable: true),
        new("lsm_cgroup", true, ProgramType.Lsm, AttachType.LsmCgroup),

        new("kprobe", true, ProgramType.Kprobe),
        new("kretprobe", true, ProgramType.Kprobe),
        new("ksyscall", true, ProgramType.Kprobe),
        new("kretsyscall", true, ProgramType.Kprobe),
        new("kprobe.multi", true, ProgramType.Kprobe, AttachType.TraceKprobeMulti),
        new("kretprobe.multi", true, ProgramType.Kprobe, AttachType.TraceKprobeMulti),
        new("kprobe.session", true, ProgramType.Kprobe, AttachType.TraceKprobeSession),
        new("uprobe", true, ProgramType.Kprobe),
        new("uprobe.s", true, ProgramType.Kprobe, IsSleepable: true),
        new("uretprobe", true, ProgramType.Kprobe),
        new("uretprobe.s", true, ProgramType.Kprobe, IsSleepable: true),
        new("uprobe.multi", true, ProgramType.Kprobe, AttachType.TraceUprobeMulti),
        new("uprobe.multi.s", true, ProgramType.Kprobe, AttachType.TraceUprobeMulti, IsSleepable: true),
        new("uretprobe.multi", true, ProgramType.Kprobe, AttachType.TraceUprobeMulti),
        new("uretprobe.multi.s", true, ProgramType.Kprobe, AttachType.TraceUprobeMulti, IsSleepable: true),
        new("uprobe.session", true, ProgramType.Kprobe, AttachType.TraceUprobeSession),
        new("uprobe.session.s", true, ProgramType.Kprobe, AttachType.TraceUprobeSession, IsSleepable: true),
        new("usdt", true, ProgramType.Kprobe),
        new("usdt.s", true, ProgramType.Kprobe, IsSleepable: true),
        new("perf_event", false, ProgramType.PerfEvent),
        new("syscall", false, ProgramType.Syscall, IsSleepable: true),
        new("struct_ops", true, ProgramType.StructOps),
        new("struct_ops.s", true, ProgramType.StructOps, IsSleepable: true),

        new("xdp", false, ProgramType.Xdp, AttachType.Xdp),
        new("xdp/devmap", false, ProgramType.Xdp, AttachType.XdpDevmap),
        new("xdp/cpumap", false, ProgramType.Xdp, AttachType.XdpCpumap),
        new("tc", false, ProgramType.SchedCls),
        new("classifier", false, ProgramType.SchedCls),
        new("action", false, ProgramType.SchedAct),
        new("tc/ingress", false, ProgramType.SchedCls, AttachType.TcxIngress),
        new("tc/egress", false, ProgramType.SchedCls, AttachType.TcxEgress),
        new("tcx/ingress", false, ProgramType.SchedCls, AttachType.TcxIngress),
        new("tcx/egress", false, ProgramType.SchedCls, AttachType.TcxEgress),
        new("netkit/primary", false, ProgramType.SchedCls, AttachType.NetkitPrimary),
        new("netkit/peer", false, ProgramType.SchedCls, AttachType.NetkitPeer),
        new("netfilter", false, ProgramType.Netfilter, AttachType.Netfilter),
        new("flow_dissector", false, ProgramType.FlowDissector, AttachType.FlowDissector),
        new("lwt_in", false, ProgramType.LwtIn),
        new("lwt_out", false, ProgramType.LwtOut),
        new("lwt_xmit", false, ProgramType.LwtXmit),
        new("lwt_seg6local", false, ProgramType.LwtSeg6Local),
        new("lirc_mode2", false, ProgramType.LircMode2, AttachType.LircMode2),

        new("socket", false, ProgramType.SocketFilter),
        new("sk_lookup", false, ProgramType.SkLookup, AttachType.SkLookup),
        new("sk_reuseport", false, ProgramType.SkReuseport, AttachType.SkReuseportSelect),
        new("sk_reuseport/migrate", false, ProgramType.SkReuseport, AttachType.SkReuseportSelectOrMigrate),
        new("sk_skb", false, ProgramType.SkSkb),
        new("sk_skb/stream_parser", false, ProgramType.SkSkb, AttachType.SkSkbStreamParser),
        new("sk_skb/stream_verdict", false, ProgramType.SkSkb, AttachType.SkSkbStreamVerdict),
        new("sk_skb/verdict", false, ProgramType.SkSkb, AttachType.SkSkbVerdict),
        new("sk_msg", false, ProgramType.SkMsg, AttachType.SkMsgVerdict),
        new("sockops", false, ProgramType.SockOps, AttachType.CgroupSockOps),

        new("cgroup_skb/ingress", false, ProgramType.CgroupSkb, AttachType.CgroupInetIngress),
        new("cgroup_skb/egress", false, ProgramType.CgroupSkb, AttachType.CgroupInetEgress),
        new("cgroup/skb", false, ProgramType.CgroupSkb),
        new("cgroup/sock", false, ProgramType.CgroupSock, AttachType.CgroupInetSockCreate),
        new("cgroup/sock_create", false, ProgramType.CgroupSock, AttachType.CgroupInetSockCreate),
        new("cgroup/sock_release", false, ProgramType.CgroupSock, AttachType.CgroupInetSockRelease),
        new("cgroup/post_bind4", false, ProgramType.CgroupSock, AttachType.CgroupInet4PostBind),
        new("cgroup/post_bind6", false, ProgramType.CgroupSock, AttachType.CgroupInet6PostBind),
        new("cgroup/bind4", false, ProgramType.CgroupSockAddr, AttachType.CgroupInet4Bind),
        new("cgroup/bind6", false, ProgramType.CgroupSockAddr, AttachType.CgroupInet6Bind),
        new("cgroup/connect4", false, ProgramType.CgroupSockAddr, AttachType.CgroupInet4Connect),
        new("cgroup/connect6", false, ProgramType.CgroupSockAddr, AttachType.CgroupInet6Connect),
        new("cgroup/connect_unix", false, ProgramType.CgroupSockAddr, AttachType.CgroupUnixConnect),
        new("cgroup/sendmsg4", false, ProgramType.CgroupSockAddr, AttachType.CgroupUdp4Sendmsg),
        new("cgroup/sendmsg6", false, ProgramType.CgroupSockAddr, AttachType.CgroupUdp6Sendmsg),
        new("cgroup/sendmsg_unix", false, ProgramType.CgroupSockAddr, AttachType.CgroupUnixSendmsg),
        new("cgroup/recvmsg4", false, ProgramType.CgroupSockAddr, AttachType.CgroupUdp4Recvmsg),
        new("cgroup/recvmsg6", false, ProgramType.CgroupSockAddr, AttachType.CgroupUdp6Recvmsg),
        new("cgroup/recvmsg_unix", false, ProgramType.CgroupSockAddr, AttachType.CgroupUnixRecvmsg),
        new("cgroup/getpeername4", false, ProgramType.CgroupSockAddr, AttachType.CgroupInet4Getpeername),
        new("cgroup/getpeername6", false, ProgramType.CgroupSockAddr, AttachType.CgroupInet6Getpeername),
        new("cgroup/getpeername_unix", false, ProgramType.CgroupSockAddr, AttachType.CgroupUnixGetpeername),
        new("cgroup/getsockname4", false, ProgramType.CgroupSockAddr, AttachType.CgroupInet4Getsockname),
        new("cgroup/getsockname6", false, ProgramType.CgroupSockAddr, AttachType.CgroupInet6Getsockname),
        new("cgroup/getsockname_unix", false, ProgramType.CgroupSockAddr, AttachType.CgroupUnixGetsockname),
        new("cgroup/dev", false, ProgramType.CgroupDevice, AttachType.CgroupDevice),
        new("cgroup/sysctl", false, ProgramType.CgroupSysctl, AttachType.CgroupSysctl),
        new("cgroup/getsockopt", false, ProgramType.CgroupSockopt, AttachType.CgroupGetsockopt),
        new("cgroup/setsockopt", false, ProgramType.CgroupSockopt, AttachType.CgroupSetsockopt),
    ];
}
