using static Waggle.Bpf.Catalog.ProgramType;

namespace Waggle.Bpf.Catalog;

/// <summary>The groups of program types that have helpers in common.</summary>
internal static class HelperTypes
{
    /// <summary>All that have helpers of their own.</summary>
    public static readonly ProgramTypeSet All = ProgramTypeSet.Of(Enum.GetValues<ProgramType>()).Except(ProgramTypeSet.Of(Unspecified, Extension));

    /// <summary>What <c>bpf_base_func_proto</c> (kernel/bpf/helpers.c) serves.</summary>
    public static readonly ProgramTypeSet Base = All.Except(ProgramTypeSet.Of(LircMode2));

    /// <summary>What <c>bpf_tracing_func_proto</c> (kernel/trace/bpf_trace.c) serves.</summary>
    public static readonly ProgramTypeSet Traces = ProgramTypeSet.Of(Kprobe, Tracepoint, PerfEvent, RawTracepoint, RawTracepointWritable, Tracing, Lsm, Syscall);

    /// <summary>What <c>tracing_prog_func_proto</c> (kernel/trace/bpf_trace.c) serves.</summary>
    public static readonly ProgramTypeSet TypedTraces = ProgramTypeSet.Of(Tracing, Lsm, Syscall);

    /// <summary>TC.</summary>
    public static readonly ProgramTypeSet Tc = ProgramTypeSet.Of(SchedCls, SchedAct);

    /// <summary>Light-weight tunnels.</summary>
    public static readonly ProgramTypeSet Lwt = ProgramTypeSet.Of(LwtIn, LwtOut, LwtXmit, LwtSeg6Local);

    /// <summary>What runs at a cgroup.</summary>
    public static readonly ProgramTypeSet Cgroups = ProgramTypeSet.Of(CgroupSkb, CgroupSock, SockOps, CgroupDevice, CgroupSockAddr, CgroupSysctl, CgroupSockopt, Lsm);

    /// <summary>What <c>bpf_sk_base_func_proto</c> (net/core/filter.c) serves.</summary>
    public static readonly ProgramTypeSet Sockets = ProgramTypeSet.Of(
        SocketFilter, Xdp, CgroupSkb, SockOps, SkSkb, SkMsg, CgroupSockAddr, FlowDissector, Tracing, Lsm, SkLookup, Syscall) | Tc | Lwt;

    /// <summary>A set of single types.</summary>
    public static ProgramTypeSet Only(params ReadOnlySpan<ProgramType> types) => ProgramTypeSet.Of(types);
}
