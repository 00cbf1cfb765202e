namespace Waggle.Bpf.Catalog;

/// <summary>Program types, with the numbers of <c>enum bpf_prog_type</c> (include/uapi/linux/bpf.h, Linux 6.18).</summary>
public enum ProgramType
{
    /// <summary>Not said.</summary>
    Unspecified = 0,

    /// <summary>Socket filter (3.19).</summary>
    SocketFilter = 1,

    /// <summary>kprobe, uprobe and their returns (4.1).</summary>
    Kprobe = 2,

    /// <summary>TC classifier (4.1).</summary>
    SchedCls = 3,

    /// <summary>TC action (4.1).</summary>
    SchedAct = 4,

    /// <summary>Static tracepoint (4.7).</summary>
    Tracepoint = 5,

    /// <summary>XDP (4.8).</summary>
    Xdp = 6,

    /// <summary>perf event (4.9).</summary>
    PerfEvent = 7,

    /// <summary>cgroup socket buffer (4.10).</summary>
    CgroupSkb = 8,

    /// <summary>cgroup socket (4.10).</summary>
    CgroupSock = 9,

    /// <summary>Light-weight tunnel, input (4.10).</summary>
    LwtIn = 10,

    /// <summary>Light-weight tunnel, output (4.10).</summary>
    LwtOut = 11,

    /// <summary>Light-weight tunnel, transmit (4.10).</summary>
    LwtXmit = 12,

    /// <summary>TCP socket operations (4.13).</summary>
    SockOps = 13,

    /// <summary>Socket map, socket buffer (4.14).</summary>
    SkSkb = 14,

    /// <summary>cgroup device (4.15).</summary>
    CgroupDevice = 15,

    /// <summary>Socket map, message (4.17).</summary>
    SkMsg = 16,

    /// <summary>Raw tracepoint (4.17).</summary>
    RawTracepoint = 17,

    /// <summary>cgroup socket address (4.17).</summary>
    CgroupSockAddr = 18,

    /// <summary>Light-weight tunnel, local segment routing (4.18).</summary>
    LwtSeg6Local = 19,

    /// <summary>Infrared decoder (4.18).</summary>
    LircMode2 = 20,

    /// <summary>Socket selection in a reuseport group (4.19).</summary>
    SkReuseport = 21,

    /// <summary>Flow dissector (4.20).</summary>
    FlowDissector = 22,

    /// <summary>cgroup sysctl (5.2).</summary>
    CgroupSysctl = 23,

    /// <summary>Raw tracepoint with writable context (5.2).</summary>
    RawTracepointWritable = 24,

    /// <summary>cgroup socket option (5.3).</summary>
    CgroupSockopt = 25,

    /// <summary>Tracing by BTF: tp_btf, fentry, fexit, fmod_ret, iterators (5.5).</summary>
    Tracing = 26,

    /// <summary>Operations of a kernel struct (5.6).</summary>
    StructOps = 27,

    /// <summary>Extension that replaces a function of a program (5.6).</summary>
    Extension = 28,

    /// <summary>Linux security module (5.7).</summary>
    Lsm = 29,

    /// <summary>Socket lookup (5.9).</summary>
    SkLookup = 30,

    /// <summary>Program that user space runs and that may make BPF system calls (5.14).</summary>
    Syscall = 31,

    /// <summary>Netfilter hook (6.4).</summary>
    Netfilter = 32,
}
