using System.Collections.Frozen;

namespace Waggle.Verifier.Code;

/// <summary>Helpers after which pointers into the packet mean nothing any more (<c>bpf_helper_changes_pkt_data</c>, net/core/filter.c).</summary>
internal static class PacketChanges
{
    private static readonly FrozenSet<int> s_helpers = new[]
    {
        9,   // bpf_skb_store_bytes
        10,  // bpf_l3_csum_replace
        11,  // bpf_l4_csum_replace
        12,  // bpf_tail_call, since Linux 6.13: the program that it ends in may have changed them
        13,  // bpf_clone_redirect
        18,  // bpf_skb_vlan_push
        19,  // bpf_skb_vlan_pop
        31,  // bpf_skb_change_proto
        38,  // bpf_skb_change_tail
        39,  // bpf_skb_pull_data
        43,  // bpf_skb_change_head
        44,  // bpf_xdp_adjust_head
        50,  // bpf_skb_adjust_room
        54,  // bpf_xdp_adjust_meta
        62,  // bpf_msg_pull_data
        65,  // bpf_xdp_adjust_tail
        73,  // bpf_lwt_push_encap
        74,  // bpf_lwt_seg6_store_bytes
        75,  // bpf_lwt_seg6_adjust_srh
        76,  // bpf_lwt_seg6_action
        90,  // bpf_msg_push_data
        91,  // bpf_msg_pop_data
        143, // bpf_store_hdr_opt
    }.ToFrozenSet();

    internal static bool Contains(int helper) => s_helpers.Contains(helper);
}
