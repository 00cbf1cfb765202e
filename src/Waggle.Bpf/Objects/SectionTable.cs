using System.Collections.Immutable;
using Waggle.Bpf.Catalog;

namespace Waggle.Bpf.Objects;

/// <summary>Names of sections and what they say of the programs in them.</summary>
internal static class SectionTable
{
    /// <summary>A name that users write for a kind of program.</summary>
    /// <param name="Name">The whole name; with a '+' behind it, a slash and anything may follow.</param>
    /// <param name="Type">Kind of program.</param>
    /// <param name="AttachType">What it is loaded for.</param>
    /// <param name="Traits">What else loading has to know.</param>
    public readonly record struct Row(string Name, ProgramType Type, AttachType AttachType = 0, SectionTraits Traits = SectionTraits.None)
    {
        public bool Matches(ReadOnlySpan<char> section) => Name[^1] != '+'
            ? section.SequenceEqual(Name)
            : section.StartsWith(Name.AsSpan(0, Name.Length - 1), StringComparison.Ordinal)
                && (section.Length == Name.Length - 1 || section[Name.Length - 1] == '/');
    }

    /// <summary>The first row that matches, or none.</summary>
    public static Row? Find(ReadOnlySpan<char> section)
    {
        foreach (ref readonly Row row in Rows.AsSpan())
        {
            if (row.Matches(section))
                return row;
        }
        return null;
    }

    // section_defs in tools/lib/bpf/libbpf.c, libbpf 1.5, with the session uprobes of 1.6.
    public static ImmutableArray<Row> Rows { get; } =
    [
        new("socket", ProgramType.SocketFilter),
        new("sk_reuseport/migrate", ProgramType.SkReuseport, AttachType.SkReuseportSelectOrMigrate),
        new("sk_reuseport", ProgramType.SkReuseport, AttachType.SkReuseportSelect),
        new("kprobe+", ProgramType.Kprobe),
        new("uprobe+", ProgramType.Kprobe),
        new("uprobe.s+", ProgramType.Kprobe, Traits: SectionTraits.Sleepable),
        new("kretprobe+", ProgramType.Kprobe),
        new("uretprobe+", ProgramType.Kprobe),
        new("uretprobe.s+", ProgramType.Kprobe, Traits: SectionTraits.Sleepable),
        new("kprobe.multi+", ProgramType.Kprobe, AttachType.TraceKprobeMulti),
        new("kretprobe.multi+", ProgramType.Kprobe, AttachType.TraceKprobeMulti),
        new("kprobe.session+", ProgramType.Kprobe, AttachType.TraceKprobeSession),
        new("uprobe.multi+", ProgramType.Kprobe, AttachType.TraceUprobeMulti),
        new("uretprobe.multi+", ProgramType.Kprobe, AttachType.TraceUprobeMulti),
        new("uprobe.session+", ProgramType.Kprobe, AttachType.TraceUprobeSession),
        new("uprobe.multi.s+", ProgramType.Kprobe, AttachType.TraceUprobeMulti, SectionTraits.Sleepable),
        new("uretprobe.multi.s+", ProgramType.Kprobe, AttachType.TraceUprobeMulti, SectionTraits.Sleepable),
        new("uprobe.session.s+", ProgramType.Kprobe, AttachType.TraceUprobeSession, SectionTraits.Sleepable),
        new("ksyscall+", ProgramType.Kprobe),
        new("kretsyscall+", ProgramType.Kprobe),
        new("usdt+", ProgramType.Kprobe, Traits: SectionTraits.Usdt),
        new("usdt.s+", ProgramType.Kprobe, Traits: SectionTraits.Usdt | SectionTraits.Sleepable),
        new("tc/ingress", ProgramType.SchedCls, AttachType.TcxIngress),
        new("tc/egress", ProgramType.SchedCls, AttachType.TcxEgress),
        new("tcx/ingress", ProgramType.SchedCls, AttachType.TcxIngress),
        new("tcx/egress", ProgramType.SchedCls, AttachType.TcxEgress),
        new("tc", ProgramType.SchedCls),
        new("classifier", ProgramType.SchedCls),
        new("action", ProgramType.SchedAct),
        new("netkit/primary", ProgramType.SchedCls, AttachType.NetkitPrimary),
        new("netkit/peer", ProgramType.SchedCls, AttachType.NetkitPeer),
        new("tracepoint+", ProgramType.Tracepoint),
        new("tp+", ProgramType.Tracepoint),
        new("raw_tracepoint+", ProgramType.RawTracepoint),
        new("raw_tp+", ProgramType.RawTracepoint),
        new("raw_tracepoint.w+", ProgramType.RawTracepointWritable),
        new("raw_tp.w+", ProgramType.RawTracepointWritable),
        new("tp_btf+", ProgramType.Tracing, AttachType.TraceRawTp, SectionTraits.KernelType),
        new("fentry+", ProgramType.Tracing, AttachType.TraceFentry, SectionTraits.KernelType),
        new("fmod_ret+", ProgramType.Tracing, AttachType.ModifyReturn, SectionTraits.KernelType),
        new("fexit+", ProgramType.Tracing, AttachType.TraceFexit, SectionTraits.KernelType),
        new("fentry.s+", ProgramType.Tracing, AttachType.TraceFentry, SectionTraits.KernelType | SectionTraits.Sleepable),
        new("fmod_ret.s+", ProgramType.Tracing, AttachType.ModifyReturn, SectionTraits.KernelType | SectionTraits.Sleepable),
        new("fexit.s+", ProgramType.Tracing, AttachType.TraceFexit, SectionTraits.KernelType | SectionTraits.Sleepable),
        new("freplace+", ProgramType.Extension, Traits: SectionTraits.KernelType),
        new("lsm+", ProgramType.Lsm, AttachType.LsmMac, SectionTraits.KernelType),
        new("lsm.s+", ProgramType.Lsm, AttachType.LsmMac, SectionTraits.KernelType | SectionTraits.Sleepable),
        new("lsm_cgroup+", ProgramType.Lsm, AttachType.LsmCgroup, SectionTraits.KernelType),
        new("iter+", ProgramType.Tracing, AttachType.TraceIter, SectionTraits.KernelType),
        new("iter.s+", ProgramType.Tracing, AttachType.TraceIter, SectionTraits.KernelType | SectionTraits.Sleepable),
        new("syscall", ProgramType.Syscall, Traits: SectionTraits.Sleepable),
        new("xdp.frags/devmap", ProgramType.Xdp, AttachType.XdpDevmap, SectionTraits.Fragments),
        new("xdp/devmap", ProgramType.Xdp, AttachType.XdpDevmap),
        new("xdp.frags/cpumap", ProgramType.Xdp, AttachType.XdpCpumap, SectionTraits.Fragments),
        new("xdp/cpumap", ProgramType.Xdp, AttachType.XdpCpumap),
        new("xdp.frags", ProgramType.Xdp, AttachType.Xdp, SectionTraits.Fragments),
        new("xdp", ProgramType.Xdp, AttachType.Xdp, SectionTraits.AttachTypeOptional),
        new("perf_event", ProgramType.PerfEvent),
        new("lwt_in", ProgramType.LwtIn),
        new("lwt_out", ProgramType.LwtOut),
        new("lwt_xmit", ProgramType.LwtXmit),
        new("lwt_seg6local", ProgramType.LwtSeg6Local),
        new("sockops", ProgramType.SockOps, AttachType.CgroupSockOps, SectionTraits.AttachTypeOptional),
        new("sk_skb/stream_parser", ProgramType.SkSkb, AttachType.SkSkbStreamParser, SectionTraits.AttachTypeOptional),
        new("sk_skb/stream_verdict", ProgramType.SkSkb, AttachType.SkSkbStreamVerdict, SectionTraits.AttachTypeOptional),
        new("sk_skb/verdict", ProgramType.SkSkb, AttachType.SkSkbVerdict, SectionTraits.AttachTypeOptional),
        new("sk_skb", ProgramType.SkSkb),
        new("sk_msg", ProgramType.SkMsg, AttachType.SkMsgVerdict, SectionTraits.AttachTypeOptional),
        new("lirc_mode2", ProgramType.LircMode2, AttachType.LircMode2, SectionTraits.AttachTypeOptional),
        new("flow_dissector", ProgramType.FlowDissector, AttachType.FlowDissector, SectionTraits.AttachTypeOptional),
        new("cgroup_skb/ingress", ProgramType.CgroupSkb, AttachType.CgroupInetIngress, SectionTraits.AttachTypeOptional),
        new("cgroup_skb/egress", ProgramType.CgroupSkb, AttachType.CgroupInetEgress, SectionTraits.AttachTypeOptional),
        new("cgroup/skb", ProgramType.CgroupSkb),
        new("cgroup/sock_create", ProgramType.CgroupSock, AttachType.CgroupInetSockCreate),
        new("cgroup/sock_release", ProgramType.CgroupSock, AttachType.CgroupInetSockRelease),
        new("cgroup/sock", ProgramType.CgroupSock, AttachType.CgroupInetSockCreate, SectionTraits.AttachTypeOptional),
        new("cgroup/post_bind4", ProgramType.CgroupSock, AttachType.CgroupInet4PostBind),
        new("cgroup/post_bind6", ProgramType.CgroupSock, AttachType.CgroupInet6PostBind),
        new("cgroup/bind4", ProgramType.CgroupSockAddr, AttachType.CgroupInet4Bind),
        new("cgroup/bind6", ProgramType.CgroupSockAddr, AttachType.CgroupInet6Bind),
        new("cgroup/connect4", ProgramType.CgroupSockAddr, AttachType.CgroupInet4Connect),
        new("cgroup/connect6", ProgramType.CgroupSockAddr, AttachType.CgroupInet6Connect),
        new("cgroup/connect_unix", ProgramType.CgroupSockAddr, AttachType.CgroupUnixConnect),
        new("cgroup/sendmsg4", ProgramType.CgroupSockAddr, AttachType.CgroupUdp4Sendmsg),
        new("cgroup/sendmsg6", ProgramType.CgroupSockAddr, AttachType.CgroupUdp6Sendmsg),
        new("cgroup/sendmsg_unix", ProgramType.CgroupSockAddr, AttachType.CgroupUnixSendmsg),
        new("cgroup/recvmsg4", ProgramType.CgroupSockAddr, AttachType.CgroupUdp4Recvmsg),
        new("cgroup/recvmsg6", ProgramType.CgroupSockAddr, AttachType.CgroupUdp6Recvmsg),
        new("cgroup/recvmsg_unix", ProgramType.CgroupSockAddr, AttachType.CgroupUnixRecvmsg),
        new("cgroup/getpeername4", ProgramType.CgroupSockAddr, AttachType.CgroupInet4Getpeername),
        new("cgroup/getpeername6", ProgramType.CgroupSockAddr, AttachType.CgroupInet6Getpeername),
        new("cgroup/getpeername_unix", ProgramType.CgroupSockAddr, AttachType.CgroupUnixGetpeername),
        new("cgroup/getsockname4", ProgramType.CgroupSockAddr, AttachType.CgroupInet4Getsockname),
        new("cgroup/getsockname6", ProgramType.CgroupSockAddr, AttachType.CgroupInet6Getsockname),
        new("cgroup/getsockname_unix", ProgramType.CgroupSockAddr, AttachType.CgroupUnixGetsockname),
        new("cgroup/sysctl", ProgramType.CgroupSysctl, AttachType.CgroupSysctl),
        new("cgroup/getsockopt", ProgramType.CgroupSockopt, AttachType.CgroupGetsockopt),
        new("cgroup/setsockopt", ProgramType.CgroupSockopt, AttachType.CgroupSetsockopt),
        new("cgroup/dev", ProgramType.CgroupDevice, AttachType.CgroupDevice, SectionTraits.AttachTypeOptional),
        new("struct_ops+", ProgramType.StructOps),
        new("struct_ops.s+", ProgramType.StructOps, Traits: SectionTraits.Sleepable),
        new("sk_lookup", ProgramType.SkLookup, AttachType.SkLookup),
        new("netfilter", ProgramType.Netfilter, AttachType.Netfilter),
    ];
}
