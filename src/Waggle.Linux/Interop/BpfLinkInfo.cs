using System.Runtime.InteropServices;

namespace Waggle.Linux.Interop;

/// <summary><c>struct bpf_link_info</c>: what all kinds have, and a union of what each adds. A kernel that knows fewer leaves zeros.</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal struct BpfLinkInfo
{
    [FieldOffset(0)] public uint type;
    [FieldOffset(4)] public uint id;
    [FieldOffset(8)] public uint prog_id;
    [FieldOffset(16)] public ulong cgroup_id; // cgroup
    [FieldOffset(24)] public uint cgroup_attach_type;
    [FieldOffset(16)] public uint ifindex;    // xdp, tcx, netkit
    [FieldOffset(20)] public uint tcx_attach_type;
    [FieldOffset(16)] public uint netns_ino;  // netns
    [FieldOffset(20)] public uint netns_attach_type;

    [FieldOffset(16)] public ulong tp_name;   // raw_tracepoint, iter (target_name): pointer to a buffer, and its length
    [FieldOffset(24)] public uint tp_name_len;
    [FieldOffset(28)] public uint iter_map_id;
    [FieldOffset(32)] public uint iter_tid;
    [FieldOffset(36)] public uint iter_pid;

    [FieldOffset(16)] public uint tracing_attach_type; // tracing
    [FieldOffset(20)] public uint target_obj_id;
    [FieldOffset(24)] public uint target_btf_id;

    [FieldOffset(16)] public uint struct_ops_map_id; // struct_ops, sockmap
    [FieldOffset(20)] public uint sockmap_attach_type;

    [FieldOffset(16)] public uint netfilter_pf; // netfilter
    [FieldOffset(20)] public uint netfilter_hooknum;
    [FieldOffset(24)] public int netfilter_priority;
    [FieldOffset(28)] public uint netfilter_flags;

    [FieldOffset(24)] public uint kprobe_multi_count; // kprobe_multi (6.6)
    [FieldOffset(28)] public uint kprobe_multi_flags;
    [FieldOffset(32)] public ulong kprobe_multi_missed;

    [FieldOffset(16)] public ulong uprobe_multi_path; // uprobe_multi (6.8)
    [FieldOffset(48)] public uint uprobe_multi_path_size;
    [FieldOffset(52)] public uint uprobe_multi_count;
    [FieldOffset(56)] public uint uprobe_multi_flags;
    [FieldOffset(60)] public uint uprobe_multi_pid;

    [FieldOffset(16)] public uint perf_type; // perf_event (6.6): enum bpf_perf_event_type
    [FieldOffset(24)] public ulong perf_name; // of a file, function or tracepoint: pointer to a buffer, and its length
    [FieldOffset(32)] public uint perf_name_len;
    [FieldOffset(36)] public uint perf_offset;
    [FieldOffset(40)] public ulong perf_address; // of a kprobe; of others the cookie
    [FieldOffset(24)] public ulong perf_config;  // of an event
    [FieldOffset(32)] public uint perf_event_type;
}
