namespace Waggle.Linux.Interop;

/// <summary><c>enum bpf_attach_type</c> (include/uapi/linux/bpf.h): those that the code tells apart.</summary>
internal enum BpfAttachType : uint
{
    BPF_CGROUP_INET_INGRESS = 0,
    BPF_CGROUP_INET_EGRESS = 1,
    BPF_CGROUP_SOCK_OPS = 3,
    BPF_FLOW_DISSECTOR = 17,
    BPF_TRACE_RAW_TP = 23,
    BPF_TRACE_ITER = 28,
    BPF_SK_LOOKUP = 36,
    BPF_XDP = 37,
    BPF_PERF_EVENT = 41,
    BPF_NETFILTER = 45,
    BPF_TCX_INGRESS = 46,
    BPF_TCX_EGRESS = 47,
    BPF_TRACE_UPROBE_MULTI = 48,
    BPF_TRACE_UPROBE_SESSION = 57,
}
