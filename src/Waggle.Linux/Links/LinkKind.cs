namespace Waggle.Linux.Links;

/// <summary>Kinds of BPF link, with the numbers of <c>enum bpf_link_type</c> (include/uapi/linux/bpf.h, Linux 6.18).</summary>
public enum LinkKind
{
    /// <summary>Not said.</summary>
    Unspecified = 0,

    /// <summary>Raw tracepoint.</summary>
    RawTracepoint = 1,

    /// <summary>Tracing by BTF: tp_btf, fentry, fexit, LSM.</summary>
    Tracing = 2,

    /// <summary>A cgroup's hook.</summary>
    Cgroup = 3,

    /// <summary>Iterator.</summary>
    Iterator = 4,

    /// <summary>A network namespace's hook: sk_lookup, flow dissector.</summary>
    NetworkNamespace = 5,

    /// <summary>XDP.</summary>
    Xdp = 6,

    /// <summary>Perf event: tracepoint, kprobe, uprobe, sampling.</summary>
    PerfEvent = 7,

    /// <summary>Many kprobes at once.</summary>
    KprobeMulti = 8,

    /// <summary>Operations of a kernel struct.</summary>
    StructOps = 9,

    /// <summary>Netfilter hook.</summary>
    Netfilter = 10,

    /// <summary>TC, as a link.</summary>
    Tcx = 11,

    /// <summary>Many uprobes at once.</summary>
    UprobeMulti = 12,

    /// <summary>netkit device.</summary>
    Netkit = 13,

    /// <summary>Socket map.</summary>
    SocketMap = 14,
}
