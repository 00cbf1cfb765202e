using System.Runtime.InteropServices;

namespace Waggle.Linux.Interop;

/// <summary><c>union bpf_attr</c> for <c>BPF_LINK_CREATE</c> (Linux 5.7): what all kinds have, and a union of what each adds.</summary>
/// <remarks>An older kernel takes a longer struct than it knows as long as the rest is zero.</remarks>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal struct LinkCreateAttr
{
    [FieldOffset(0)] public int prog_fd;
    [FieldOffset(4)] public int target_fd; // or target_ifindex
    [FieldOffset(8)] public BpfAttachType attach_type;
    [FieldOffset(12)] public uint flags;

    [FieldOffset(16)] public ulong bpf_cookie; // perf_event (5.15)

    [FieldOffset(16)] public ulong iter_info; // iterators (5.9)
    [FieldOffset(24)] public uint iter_info_len;

    [FieldOffset(16)] public uint netfilter_pf; // netfilter (6.4)
    [FieldOffset(20)] public uint netfilter_hooknum;
    [FieldOffset(24)] public int netfilter_priority;
    [FieldOffset(28)] public uint netfilter_flags;

    [FieldOffset(16)] public uint target_btf_id; // tracing, freplace (5.10; cookie 6.0)
    [FieldOffset(24)] public ulong tracing_cookie;

    [FieldOffset(16)] public uint kprobe_flags; // kprobe_multi (5.18)
    [FieldOffset(20)] public uint kprobe_cnt;
    [FieldOffset(24)] public ulong kprobe_syms;
    [FieldOffset(32)] public ulong kprobe_addrs;
    [FieldOffset(40)] public ulong kprobe_cookies;

    [FieldOffset(16)] public int relative_fd; // tcx (6.6), netkit (6.7), cgroup (6.17); or relative_id
    [FieldOffset(24)] public ulong expected_revision;

    [FieldOffset(16)] public ulong uprobe_path; // uprobe_multi (6.6)
    [FieldOffset(24)] public ulong uprobe_offsets;
    [FieldOffset(32)] public ulong uprobe_ref_ctr_offsets;
    [FieldOffset(40)] public ulong uprobe_cookies;
    [FieldOffset(48)] public uint uprobe_cnt;
    [FieldOffset(52)] public uint uprobe_flags;
    [FieldOffset(56)] public uint uprobe_pid;
}
