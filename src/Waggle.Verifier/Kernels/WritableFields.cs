using System.Collections.Immutable;
using Waggle.Bpf.Catalog;

namespace Waggle.Verifier.Kernels;

/// <summary>Fields of kernel objects that some programs may write.</summary>
/// <remarks><c>bpf_tcp_ca_btf_struct_access</c> in net/ipv4/bpf_tcp_ca.c, <c>_nf_conntrack_btf_struct_access</c> in net/netfilter/nf_conntrack_bpf.c,
/// <c>bpf_dummy_ops_btf_struct_access</c> in net/bpf/bpf_dummy_struct_ops.c, Linux 6.12.</remarks>
internal static class WritableFields
{
    /// <summary>A field, and who may write it.</summary>
    internal sealed record Row(string Struct, string Field, ProgramTypeSet Types)
    {
        /// <summary>The first version that lets them.</summary>
        public KernelVersion Since { get; init; }
    }

    private static readonly ProgramTypeSet s_operations = ProgramTypeSet.Of(ProgramType.StructOps);
    private static readonly ProgramTypeSet s_packets = ProgramTypeSet.Of(ProgramType.SchedCls, ProgramType.SchedAct, ProgramType.Xdp);

    /// <summary>All of them.</summary>
    public static ImmutableArray<Row> All { get; } =
    [
        new("sock", "sk_pacing_rate", s_operations) { Since = new(6, 0) },
        new("sock", "sk_pacing_status", s_operations) { Since = new(6, 0) },
        new("inet_connection_sock", "icsk_ca_priv", s_operations),
        new("inet_connection_sock", "icsk_ack", s_operations),
        new("tcp_sock", "snd_cwnd", s_operations),
        new("tcp_sock", "snd_cwnd_cnt", s_operations),
        new("tcp_sock", "snd_cwnd_stamp", s_operations),
        new("tcp_sock", "snd_ssthresh", s_operations),
        new("tcp_sock", "ecn_flags", s_operations),
        new("tcp_sock", "app_limited", s_operations) { Since = new(6, 9) },
        new("bpf_dummy_ops_state", "val", s_operations),
        new("nf_conn", "mark", s_packets),
    ];
}
