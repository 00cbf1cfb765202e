using System.Collections.Frozen;
using Waggle.Bpf.Catalog;
using static Waggle.Bpf.Catalog.ProgramType;

namespace Waggle.Verifier.Kernels;

/// <summary>Helpers that some types of program got later than others: <see cref="HelperContracts"/> has the types of the newest kernel.</summary>
/// <remarks>Rows from 6.2 on are what Linux 6.1, 6.12 and 6.18 answer to every helper and type; which release in between is from the commits
/// named. Older rows are from the commits alone.</remarks>
internal static class HelperTypeChanges
{
    private static readonly ProgramTypeSet
        s_all = ProgramTypeSet.Of(Enum.GetValues<ProgramType>()),
        s_traces = ProgramTypeSet.Of(Kprobe, Tracepoint, PerfEvent, RawTracepoint, RawTracepointWritable, Tracing, Lsm, Syscall),
        s_cgroups = ProgramTypeSet.Of(CgroupDevice, CgroupSock, CgroupSockAddr, CgroupSockopt, CgroupSysctl),
        s_tunnelsAndTc = ProgramTypeSet.Of(LwtIn, LwtOut, LwtXmit, LwtSeg6Local, SchedCls, SchedAct),
        // All that see packets and sockets without a task of their own.
        s_packets = s_all.Except(s_traces | s_cgroups | ProgramTypeSet.Of(SkMsg));

    private static readonly (string Since, int[] Helpers, ProgramTypeSet Types)[] s_rows =
    [
        ("5.11", [107, 108], ProgramTypeSet.Of(Tracing)), // sk_storage_get, sk_storage_delete; 8e4597c627fb
        ("5.12", [46], ProgramTypeSet.Of(Tracing)), // get_socket_cookie; c5dbb89fc2ac
        ("5.13", [156, 157], s_traces.Except(ProgramTypeSet.Of(Lsm))), // task_storage_get, task_storage_delete; a10787e6d58c
        ("5.14", [122], ProgramTypeSet.Of(CgroupSockopt)), // get_netns_cookie; f1248dee954c
        ("5.15", [122], ProgramTypeSet.Of(SockOps, SkMsg)), // 6cf1770d63dd, fab60e29fcc6
        ("5.15", [49, 57], ProgramTypeSet.Of(CgroupSockopt)), // setsockopt, getsockopt; 2c531639deb5
        ("5.19", [174], ProgramTypeSet.Of(Tracing, Lsm)), // get_attach_cookie; 2fcc82411e74
        ("6.0", [49, 57], ProgramTypeSet.Of(Lsm)), // 9113d7e48e91
        ("6.4", [80, 123], s_packets), // get_current_cgroup_id, get_current_ancestor_cgroup_id; c501bf55c88b
        ("6.10", [14], s_packets), // get_current_pid_tgid; eb166e522c77
        ("6.10", [120], s_all.Except(s_traces)), // get_ns_current_pid_tgid
        ("6.10", [174], ProgramTypeSet.Of(RawTracepoint, RawTracepointWritable)), // get_attach_cookie; 68ca5d4eebb8
        ("6.12", [37], s_cgroups), // current_task_under_cgroup; 7f6287417baf
        ("6.15", [122], ProgramTypeSet.Of(SchedCls, SchedAct, CgroupSkb, SocketFilter)), // eb62f49de7ec, c221d3744ad3
        ("6.16", [15], s_packets), // get_current_uid_gid; ee971630f20f, and so are those below
        ("6.16", [16, 37], s_packets | ProgramTypeSet.Of(SkMsg)), // get_current_comm, current_task_under_cgroup
        ("6.16", [17], s_packets.Except(s_tunnelsAndTc) | s_traces), // get_cgroup_classid
        // perf_event_read, perf_event_read_value, send_signal, send_signal_thread, get_task_stack, copy_from_user, task_storage_get and _delete,
        // get_branch_snapshot, find_vma, copy_from_user_task
        ("6.16", [22, 55, 109, 117, 141, 148, 156, 157, 176, 180, 191], s_all.Except(s_traces)),
    ];

    private static readonly FrozenDictionary<(int Helper, ProgramType Type), KernelVersion> s_since = s_rows
        .SelectMany(row => row.Helpers, (row, helper) => (helper, row.Types, Since: KernelVersion.Parse(row.Since)))
        .SelectMany(row => Enum.GetValues<ProgramType>().Where(row.Types.Contains), (row, type) => (Key: (row.helper, type), row.Since))
        .ToFrozenDictionary(row => row.Key, row => row.Since);

    /// <summary>Since when programs of a type have a helper; null if since there is the helper, or the type.</summary>
    public static KernelVersion? Since(int helper, ProgramType type) => s_since.TryGetValue((helper, type), out KernelVersion since) ? since : null;
}
