using System.Globalization;

namespace Waggle.Linux.Inspection;

/// <summary>Names of places to attach to: <c>enum bpf_attach_type</c> in lower case without its prefix, as libbpf and bpftool write them.</summary>
/// <remarks>Source: include/uapi/linux/bpf.h, Linux 6.18.</remarks>
public static class AttachTypeNames
{
    private static readonly string[] s_names =
    [
        "cgroup_inet_ingress", "cgroup_inet_egress", "cgroup_inet_sock_create", "cgroup_sock_ops", "sk_skb_stream_parser", // 0
        "sk_skb_stream_verdict", "cgroup_device", "sk_msg_verdict", "cgroup_inet4_bind", "cgroup_inet6_bind",
        "cgroup_inet4_connect", "cgroup_inet6_connect", "cgroup_inet4_post_bind", "cgroup_inet6_post_bind", "cgroup_udp4_sendmsg", // 10
        "cgroup_udp6_sendmsg", "lirc_mode2", "flow_dissector", "cgroup_sysctl", "cgroup_udp4_recvmsg",
        "cgroup_udp6_recvmsg", "cgroup_getsockopt", "cgroup_setsockopt", "trace_raw_tp", "trace_fentry", // 20
        "trace_fexit", "modify_return", "lsm_mac", "trace_iter", "cgroup_inet4_getpeername",
        "cgroup_inet6_getpeername", "cgroup_inet4_getsockname", "cgroup_inet6_getsockname", "xdp_devmap", "cgroup_inet_sock_release", // 30
        "xdp_cpumap", "sk_lookup", "xdp", "sk_skb_verdict", "sk_reuseport_select",
        "sk_reuseport_select_or_migrate", "perf_event", "trace_kprobe_multi", "lsm_cgroup", "struct_ops", // 40
        "netfilter", "tcx_ingress", "tcx_egress", "trace_uprobe_multi", "cgroup_unix_connect",
        "cgroup_unix_sendmsg", "cgroup_unix_recvmsg", "cgroup_unix_getpeername", "cgroup_unix_getsockname", "netkit_primary", // 50
        "netkit_peer", "trace_kprobe_session", "trace_uprobe_session",
    ];

    /// <summary>How many are known; their numbers run from 0.</summary>
    public static int Count => s_names.Length;

    /// <summary>The name of a number, such as "cgroup_inet_egress"; "type 99" for one that is newer than this table.</summary>
    public static string Of(uint attachType) =>
        attachType < s_names.Length ? s_names[attachType] : string.Create(CultureInfo.InvariantCulture, $"type {attachType}");
}
