using static Waggle.Bpf.Catalog.AccessSizes;
using static Waggle.Bpf.Catalog.ContextValue;
using static Waggle.Bpf.Catalog.HelperTypes;
using static Waggle.Bpf.Catalog.ProgramType;

namespace Waggle.Bpf.Catalog;

/// <summary>The rows of <see cref="ContextLayouts"/>.</summary>
/// <remarks>Offsets: include/uapi/linux/bpf.h and bpf_perf_event.h. Rules: the *_is_valid_access functions of net/core/filter.c,
/// kernel/bpf/cgroup.c, kernel/bpf/syscall.c, kernel/trace/bpf_trace.c, net/netfilter/nf_bpf_link.c and drivers/media/rc/bpf-lirc.c.</remarks>
internal static class ContextLayoutRows
{
    private const int RegistersSize = 168;       // struct pt_regs, x86-64
    private const int LargestTraceRecord = 8192; // PERF_MAX_TRACE_SIZE
    private const int MostArguments = 12;        // MAX_BPF_FUNC_ARGS

    // Bits of enum bpf_attach_type.
    private const ulong
        SocketCreation = 1ul << 2 | 1ul << 34,                                              // BPF_CGROUP_INET_SOCK_CREATE, _RELEASE
        PostBind4 = 1ul << 12,                                                              // BPF_CGROUP_INET4_POST_BIND
        PostBind6 = 1ul << 13,
        Address4 = 1ul << 8 | 1ul << 10 | 1ul << 14 | 1ul << 19 | 1ul << 29 | 1ul << 31,    // BPF_CGROUP_INET4_BIND, _CONNECT, UDP4_*, INET4_GET*NAME
        Address6 = 1ul << 9 | 1ul << 11 | 1ul << 15 | 1ul << 20 | 1ul << 30 | 1ul << 32,
        Send4 = 1ul << 14,                                                                  // BPF_CGROUP_UDP4_SENDMSG
        Send6 = 1ul << 15,
        GetOption = 1ul << 21,                                                              // BPF_CGROUP_GETSOCKOPT
        SetOption = 1ul << 22,
        DeviceMapEntry = 1ul << 33;                                                         // BPF_XDP_DEVMAP

    // struct __sk_buff with all that any type reads; what is hidden from a type, and what it writes, is said beside the type.
    private static readonly ContextField[] s_packet =
    [
        new("len", 0, 4, UpToWord),
        new("pkt_type", 4, 4, UpToWord),
        new("mark", 8, 4, UpToWord),
        new("queue_mapping", 12, 4, UpToWord),
        new("protocol", 16, 4, UpToWord),
        new("vlan_present", 20, 4, UpToWord),
        new("vlan_tci", 24, 4, UpToWord),
        new("vlan_proto", 28, 4, UpToWord),
        new("priority", 32, 4, UpToWord),
        new("ingress_ifindex", 36, 4, UpToWord),
        new("ifindex", 40, 4, UpToWord),
        new("tc_index", 44, 4, UpToWord),
        new("cb", 48, 20, AccessSizes.All),
        new("hash", 68, 4, UpToWord),
        new("tc_classid", 72, 4, UpToWord),
        new("data", 76, 4, Word, Value: Packet),
        new("data_end", 80, 4, Word, Value: PacketEnd),
        new("napi_id", 84, 4, UpToWord),
        new("family", 88, 4, UpToWord),
        new("remote_ip4", 92, 4, Word),
        new("local_ip4", 96, 4, Word),
        new("remote_ip6", 100, 16, Word),
        new("local_ip6", 116, 16, Word),
        new("remote_port", 132, 4, UpToWord),
        new("local_port", 136, 4, UpToWord),
        new("data_meta", 140, 4, Word, Value: PacketMeta),
        new("tstamp", 152, 8, AccessSizes.Double),
        new("wire_len", 160, 4, UpToWord),
        new("gso_segs", 164, 4, UpToWord),
        new("sk", 168, 8, AccessSizes.Double, Value: SocketCommonOrNull),
        new("gso_size", 176, 4, UpToWord),
        new("tstamp_type", 180, 1, AccessSizes.Byte),
        new("hwtstamp", 184, 8, AccessSizes.Double),
    ];

    private static readonly string[] s_connection = ["family", "remote_ip4", "local_ip4", "remote_ip6", "local_ip6", "remote_port", "local_port"];

    internal static readonly ContextLayout[] Rows =
    [
        PacketBuffer(Only(SocketFilter),
            hidden: ["tc_classid", "data", "data_meta", "data_end", .. s_connection, "tstamp", "wire_len", "tstamp_type", "hwtstamp"],
            written: ["cb"]),
        PacketBuffer(Tc,
            hidden: s_connection,
            written: ["mark", "tc_index", "priority", "tc_classid", "cb", "tstamp", "queue_mapping"]),
        PacketBuffer(Only(CgroupSkb),
            hidden: ["tc_classid", "data_meta", "wire_len", "tstamp_type"],
            written: ["mark", "priority", "cb", "tstamp"]),
        PacketBuffer(Lwt,
            hidden: ["tc_classid", .. s_connection, "data_meta", "tstamp", "wire_len", "tstamp_type", "hwtstamp"],
            written: ["mark", "priority", "cb"]),
        PacketBuffer(Only(SkSkb),
            hidden: ["tc_classid", "data_meta", "tstamp", "wire_len", "tstamp_type", "hwtstamp", "mark"],
            written: ["tc_index", "priority"]),
        new("__sk_buff", 192, Only(FlowDissector),
        [
            new("data", 76, 4, Word, Value: Packet),
            new("data_end", 80, 4, Word, Value: PacketEnd),
            new("flow_keys", 144, 8, AccessSizes.Double, Value: FlowKeys),
        ]),
        new("xdp_md", 24, Only(Xdp),
        [
            new("data", 0, 4, Word, Value: Packet),
            new("data_end", 4, 4, Word, Value: PacketEnd),
            new("data_meta", 8, 4, Word, Value: PacketMeta),
            new("ingress_ifindex", 12, 4, Word),
            new("rx_queue_index", 16, 4, Word),
            new("egress_ifindex", 20, 4, Word) { AttachTypes = DeviceMapEntry },
        ]),
        new("bpf_sock", 80, Only(CgroupSock),
        [
            new("bound_dev_if", 0, 4, Word, Word) { AttachTypes = SocketCreation },
            new("family", 4, 4, UpToWord) { IsNarrowAtStartOnly = true },
            new("type", 8, 4, UpToWord) { IsNarrowAtStartOnly = true },
            new("protocol", 12, 4, UpToWord) { IsNarrowAtStartOnly = true },
            new("mark", 16, 4, Word, Word) { AttachTypes = SocketCreation },
            new("priority", 20, 4, Word, Word) { AttachTypes = SocketCreation },
            new("src_ip4", 24, 4, UpToWord) { AttachTypes = PostBind4 },
            new("src_ip6", 28, 16, UpToWord) { AttachTypes = PostBind6 },
            new("src_port", 44, 4, UpToWord) { IsNarrowAtStartOnly = true, AttachTypes = PostBind4 | PostBind6 },
            new("dst_port", 48, 2, AccessSizes.Byte | AccessSizes.Half),
            new("dst_port", 48, 4, Word), // with the zeros behind it, as older programs read it
            new("dst_ip4", 52, 4, UpToWord),
            new("dst_ip6", 56, 16, UpToWord),
            new("state", 72, 4, UpToWord) { IsNarrowAtStartOnly = true },
            new("rx_queue_mapping", 76, 4, UpToWord) { IsNarrowAtStartOnly = true },
        ]),
        new("bpf_sock_addr", 72, Only(CgroupSockAddr),
        [
            new("user_family", 0, 4, Word),
            new("user_ip4", 4, 4, UpToWord, Word) { AttachTypes = Address4 },
            new("user_ip6", 8, 16, AccessSizes.All, Word | AccessSizes.Double) { AttachTypes = Address6 },
            new("user_port", 24, 4, UpToWord, Word),
            new("family", 28, 4, Word),
            new("type", 32, 4, Word),
            new("protocol", 36, 4, Word),
            new("msg_src_ip4", 40, 4, UpToWord, Word) { AttachTypes = Send4 },
            new("msg_src_ip6", 44, 16, AccessSizes.All, Word | AccessSizes.Double) { AttachTypes = Send6 },
            new("sk", 64, 8, AccessSizes.Double, Value: ContextValue.Socket),
        ]),
        new("bpf_sock_ops", 224, Only(SockOps),
        [
            new("op", 0, 4, Word),
            new("reply", 4, 4, Word, Word), // one union with args and replylong
            new("args", 4, 16, Word),
            new("family", 20, 4, Word),
            new("remote_ip4", 24, 4, Word),
            new("local_ip4", 28, 4, Word),
            new("remote_ip6", 32, 16, Word),
            new("local_ip6", 48, 16, Word),
            new("remote_port", 64, 4, Word),
            new("local_port", 68, 4, Word),
            new("is_fullsock", 72, 4, Word),
            new("snd_cwnd", 76, 4, Word),
            new("srtt_us", 80, 4, Word),
            new("bpf_sock_ops_cb_flags", 84, 4, Word),
            new("state", 88, 4, Word),
            new("rtt_min", 92, 4, Word),
            new("snd_ssthresh", 96, 4, Word),
            new("rcv_nxt", 100, 4, Word),
            new("snd_nxt", 104, 4, Word),
            new("snd_una", 108, 4, Word),
            new("mss_cache", 112, 4, Word),
            new("ecn_flags", 116, 4, Word),
            new("rate_delivered", 120, 4, Word),
            new("rate_interval_us", 124, 4, Word),
            new("packets_out", 128, 4, Word),
            new("retrans_out", 132, 4, Word),
            new("total_retrans", 136, 4, Word),
            new("segs_in", 140, 4, Word),
            new("data_segs_in", 144, 4, Word),
            new("segs_out", 148, 4, Word),
            new("data_segs_out", 152, 4, Word),
            new("lost_out", 156, 4, Word),
            new("sacked_out", 160, 4, Word),
            new("sk_txhash", 164, 4, Word, Word),
            new("bytes_received", 168, 8, AccessSizes.Double),
            new("bytes_acked", 176, 8, AccessSizes.Double),
            new("sk", 184, 8, AccessSizes.Double, Value: SocketOrNull),
            new("skb_data", 192, 8, AccessSizes.Double, Value: Packet),
            new("skb_data_end", 200, 8, AccessSizes.Double, Value: PacketEnd),
            new("skb_len", 208, 4, Word),
            new("skb_tcp_flags", 212, 4, UpToWord) { IsNarrowAtStartOnly = true },
            new("skb_hwtstamp", 216, 8, AccessSizes.Double),
        ]),
        new("sk_msg_md", 80, Only(SkMsg),
        [
            new("data", 0, 8, AccessSizes.Double, Value: Packet),
            new("data_end", 8, 8, AccessSizes.Double, Value: PacketEnd),
            new("family", 16, 4, Word),
            new("remote_ip4", 20, 4, Word),
            new("local_ip4", 24, 4, Word),
            new("remote_ip6", 28, 16, Word),
            new("local_ip6", 44, 16, Word),
            new("remote_port", 60, 4, Word),
            new("local_port", 64, 4, Word),
            new("size", 68, 4, Word),
            new("sk", 72, 8, AccessSizes.Double, Value: ContextValue.Socket),
        ]),
        new("sk_reuseport_md", 56, Only(SkReuseport),
        [
            new("data", 0, 8, AccessSizes.Double, Value: Packet),
            new("data_end", 8, 8, AccessSizes.Double, Value: PacketEnd),
            new("len", 16, 4, UpToWord),
            new("eth_protocol", 20, 4, AccessSizes.Half | Word),
            new("ip_protocol", 24, 4, UpToWord),
            new("bind_inany", 28, 4, UpToWord),
            new("hash", 32, 4, Word),
            new("sk", 40, 8, AccessSizes.Double, Value: ContextValue.Socket),
            new("migrating_sk", 48, 8, AccessSizes.Double, Value: SocketCommonOrNull),
        ]),
        new("bpf_sk_lookup", 72, Only(SkLookup),
        [
            new("sk", 0, 8, AccessSizes.Double, Value: SocketOrNull),
            new("family", 8, 4, UpToWord),
            new("protocol", 12, 4, UpToWord),
            new("remote_ip4", 16, 4, UpToWord),
            new("remote_ip6", 20, 16, UpToWord),
            new("remote_port", 36, 2, AccessSizes.Byte | AccessSizes.Half),
            new("remote_port", 36, 4, Word), // with the zeros behind it, as older programs read it
            new("remote_port", 38, 2, AccessSizes.Byte | AccessSizes.Half),
            new("local_ip4", 40, 4, UpToWord),
            new("local_ip6", 44, 16, UpToWord),
            new("local_port", 60, 4, UpToWord),
            new("ingress_ifindex", 64, 4, UpToWord),
        ]),
        new("bpf_cgroup_dev_ctx", 12, Only(CgroupDevice),
        [
            new("access_type", 0, 4, UpToWord),
            new("major", 4, 4, Word),
            new("minor", 8, 4, Word),
        ]),
        new("bpf_sysctl", 8, Only(CgroupSysctl),
        [
            new("write", 0, 4, UpToWord),
            new("file_pos", 4, 4, UpToWord, Word),
        ]),
        new("bpf_sockopt", 40, Only(CgroupSockopt),
        [
            new("sk", 0, 8, AccessSizes.Double, Value: ContextValue.Socket),
            new("optval", 8, 8, AccessSizes.Double, Value: Packet),
            new("optval_end", 16, 8, AccessSizes.Double, Value: PacketEnd),
            new("level", 24, 4, Word, Word) { AttachTypes = SetOption },
            new("level", 24, 4, Word),
            new("optname", 28, 4, Word, Word) { AttachTypes = SetOption },
            new("optname", 28, 4, Word),
            new("optlen", 32, 4, Word, Word),
            new("retval", 36, 4, Word, Word) { AttachTypes = GetOption },
        ]),
        new("pt_regs", RegistersSize, Only(Kprobe), [new("", 0, RegistersSize, AccessSizes.All)]),
        new("bpf_perf_event_data", RegistersSize + 16, Only(PerfEvent),
        [
            new("regs", 0, RegistersSize, AccessSizes.Double),
            new("sample_period", RegistersSize, 8, AccessSizes.All),
            new("addr", RegistersSize + 8, 8, AccessSizes.All),
        ]),
        new("", LargestTraceRecord, Only(Tracepoint), [new("", 8, LargestTraceRecord - 8, AccessSizes.All)]),
        new("bpf_raw_tracepoint_args", 8 * MostArguments, Only(RawTracepoint), [new("args", 0, 8 * MostArguments, AccessSizes.All)]),
        new("bpf_raw_tracepoint_args", 8 * MostArguments, Only(RawTracepointWritable),
        [
            new("args", 0, 8, AccessSizes.Double, Value: TracepointBuffer),
            new("args", 1, 7, UpToWord), // parts of its address, as numbers: the kernel has no word against it
            new("args", 8, 8 * (MostArguments - 1), AccessSizes.All),
        ]),
        new("bpf_nf_ctx", 16, Only(Netfilter),
        [
            new("state", 0, 8, AccessSizes.Double, Value: KernelPointer) { TypeName = "nf_hook_state" },
            new("skb", 8, 8, AccessSizes.Double, Value: KernelPointer) { TypeName = "sk_buff" },
        ]),
        new("", 4, Only(LircMode2), [new("sample", 0, 4, Word)]),
        new("", ushort.MaxValue, Only(Syscall), [new("", 0, ushort.MaxValue, AccessSizes.All, AccessSizes.All)]), // what its caller gives
    ];

    private static ContextLayout PacketBuffer(ProgramTypeSet types, string[] hidden, string[] written) => new("__sk_buff", 192, types,
    [
        .. s_packet.Where(field => !hidden.Contains(field.Name)).Select(field => written.Contains(field.Name) ? field with { Writes = WidthsOfWrites(field) } : field),
    ]);

    // Of numbers of four bytes only the whole is written; cb and tstamp are written as they are read.
    private static AccessSizes WidthsOfWrites(ContextField field) => field.Reads == UpToWord ? Word : field.Reads;
}
