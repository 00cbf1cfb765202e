using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using static Waggle.Bpf.Catalog.ProgramType;
using static Waggle.Verifier.Kernels.KernelFunctionFlags;

namespace Waggle.Verifier.Kernels;

/// <summary>The rows of <see cref="KernelFunctions"/>.</summary>
/// <remarks>From the <c>BTF_KFUNCS_START</c> lists and the calls of <c>register_btf_kfunc_id_set</c> in Linux 6.12, and what the releases up
/// to 6.18 added. A release is the first with the function by that name; flags that changed later are a row of their own.</remarks>
internal static class KernelFunctionRows
{
    // What shares a hook shares registrations: bpf_prog_type_to_kfunc_hook in kernel/bpf/btf.c.
    private static readonly ProgramTypeSet
        s_any = ProgramTypeSet.Of(Enum.GetValues<ProgramType>()),
        s_xdp = ProgramTypeSet.Of(Xdp),
        s_tc = ProgramTypeSet.Of(SchedCls),
        s_xdpAndTc = s_xdp | s_tc,
        s_structOps = ProgramTypeSet.Of(ProgramType.StructOps),
        s_syscall = ProgramTypeSet.Of(Syscall),
        s_kprobes = ProgramTypeSet.Of(Kprobe),
        s_tracing = ProgramTypeSet.Of(Tracing, Tracepoint, PerfEvent, Lsm),
        s_cgroups = ProgramTypeSet.Of(CgroupSkb, CgroupSock, CgroupDevice, CgroupSockAddr, CgroupSockopt, CgroupSysctl, SockOps),
        s_lightweightTunnels = ProgramTypeSet.Of(LwtIn, LwtOut, LwtXmit, LwtSeg6Local),
        s_packets = s_tc | s_cgroups | s_lightweightTunnels | s_tracing | ProgramTypeSet.Of(SchedAct, SkSkb, SocketFilter, ProgramType.Netfilter),
        s_crypto = s_xdpAndTc | ProgramTypeSet.Of(SchedAct),
        s_masks = s_tracing | s_structOps | s_syscall,
        s_generic = s_tracing | s_xdpAndTc | s_structOps | s_syscall | s_cgroups,
        s_scheduler = s_structOps | s_tracing | s_syscall,
        s_schedulerAndSyscall = s_structOps | s_syscall,
        s_tests = s_tc | s_tracing | s_syscall;

    private const ulong
        Iterators = 1ul << (int)AttachType.TraceIter,
        Sessions = 1ul << (int)AttachType.TraceKprobeSession | 1ul << (int)AttachType.TraceUprobeSession;

    private static readonly KernelVersion s_6_2 = new(6, 2), s_6_12 = new(6, 12), s_6_16 = new(6, 16), s_6_18 = new(6, 18);

    /// <summary>Types that functions were registered for after their rows' first version: the set that the rows have, the types, since when.</summary>
    public static readonly (ProgramTypeSet Set, ProgramTypeSet Types, KernelVersion Since)[] Widenings =
    [
        (s_generic, s_xdp, new(6, 8)),
        (s_generic, s_syscall, new(6, 10)),
        (s_generic, s_cgroups, new(6, 12)),
        (s_masks, s_syscall, new(6, 10)),
    ];

    public static readonly KernelFunction[] Rows =
    [
        // nf_nat_kfunc_set in net/netfilter/nf_nat_bpf.c
        new("bpf_ct_set_nat_info", TrustedArguments, s_xdpAndTc, "6.1"),

        // nf_ct_kfunc_set in net/netfilter/nf_conntrack_bpf.c
        new("bpf_xdp_ct_alloc", Acquires | MayReturnNull, s_xdpAndTc, "6.0"),
        new("bpf_xdp_ct_lookup", Acquires | MayReturnNull, s_xdpAndTc, "5.18"),
        new("bpf_skb_ct_alloc", Acquires | MayReturnNull, s_xdpAndTc, "6.0"),
        new("bpf_skb_ct_lookup", Acquires | MayReturnNull, s_xdpAndTc, "5.18"),
        new("bpf_ct_insert_entry", Acquires | MayReturnNull | Releases, s_xdpAndTc, "6.0"),
        new("bpf_ct_release", Releases, s_xdpAndTc, "5.18"),
        new("bpf_ct_set_timeout", TrustedArguments, s_xdpAndTc, "6.0"),
        new("bpf_ct_change_timeout", TrustedArguments, s_xdpAndTc, "6.0"),
        new("bpf_ct_set_status", TrustedArguments, s_xdpAndTc, "6.0"),
        new("bpf_ct_change_status", TrustedArguments, s_xdpAndTc, "6.0"),

        // nf_ft_kfunc_set in net/netfilter/nf_flow_table_bpf.c
        new("bpf_xdp_flow_lookup", TrustedArguments | MayReturnNull, s_xdp, "6.11"),

        // xfrm_ifc_kfunc_set in net/xfrm/xfrm_interface_bpf.c
        new("bpf_skb_get_xfrm_info", None, s_tc, "6.2"),
        new("bpf_skb_set_xfrm_info", None, s_tc, "6.2"),

        // xfrm_state_kfunc_set in net/xfrm/xfrm_state_bpf.c
        new("bpf_xdp_get_xfrm_state", MayReturnNull | Acquires, s_xdp, "6.8"),
        new("bpf_xdp_xfrm_state_release", Releases, s_xdp, "6.8"),

        // bpf_kfunc_check_set_skb in net/core/filter.c
        new("bpf_dynptr_from_skb", None, s_packets.Except(s_tracing), "6.4") { Until = s_6_12 },
        new("bpf_dynptr_from_skb", TrustedArguments, s_packets, "6.12"),
        new("bpf_dynptr_from_skb_meta", TrustedArguments, s_tc | ProgramTypeSet.Of(SchedAct), "6.18"),

        // bpf_kfunc_check_set_xdp in net/core/filter.c
        new("bpf_dynptr_from_xdp", None, s_xdp, "6.4"),
        new("bpf_xdp_pull_data", None, s_xdp, "6.18"),

        // bpf_kfunc_check_set_sock_addr and bpf_kfunc_check_set_sock_ops in net/core/filter.c
        new("bpf_sock_addr_set_sun_path", None, s_cgroups, "6.7"),
        new("bpf_sock_ops_enable_tx_tstamp", TrustedArguments, s_cgroups, "6.15"),

        // bpf_kfunc_check_set_tcp_reqsk in net/core/filter.c
        new("bpf_sk_assign_tcp_reqsk", TrustedArguments, s_tc, "6.9"),

        // bpf_sk_iter_kfunc_ids in net/core/filter.c
        new("bpf_sock_destroy", TrustedArguments, s_tracing, "6.5") { AttachTypes = Iterators },

        // xdp_metadata_kfunc_ids in net/core/xdp.c
        new("bpf_xdp_metadata_rx_timestamp", TrustedArguments, s_xdp, "6.3"),
        new("bpf_xdp_metadata_rx_hash", TrustedArguments, s_xdp, "6.3"),
        new("bpf_xdp_metadata_rx_vlan_tag", TrustedArguments, s_xdp, "6.8"),

        // test_sk_check_kfunc_ids in net/bpf/test_run.c
        new("bpf_kfunc_call_test_release", Releases, s_tests, "5.18"),
        new("bpf_kfunc_call_memb_release", Releases, s_tests, "5.19"),

        // tcp_cubic_check_kfunc_ids in net/ipv4/tcp_cubic.c
        new("cubictcp_init", None, s_structOps, "5.13"),
        new("cubictcp_recalc_ssthresh", None, s_structOps, "5.13"),
        new("cubictcp_cong_avoid", None, s_structOps, "5.13"),
        new("cubictcp_state", None, s_structOps, "5.13"),
        new("cubictcp_cwnd_event", None, s_structOps, "5.13"),
        new("cubictcp_acked", None, s_structOps, "5.13"),

        // fou_kfunc_set in net/ipv4/fou_bpf.c
        new("bpf_skb_set_fou_encap", None, s_tc, "6.4"),
        new("bpf_skb_get_fou_encap", None, s_tc, "6.4"),

        // tcp_dctcp_check_kfunc_ids in net/ipv4/tcp_dctcp.c
        new("dctcp_init", None, s_structOps, "5.13"),
        new("dctcp_update_alpha", None, s_structOps, "5.13"),
        new("dctcp_cwnd_event", None, s_structOps, "5.13"),
        new("dctcp_ssthresh", None, s_structOps, "5.13"),
        new("dctcp_cwnd_undo", None, s_structOps, "5.13"),
        new("dctcp_state", None, s_structOps, "5.13"),

        // tcp_bbr_check_kfunc_ids in net/ipv4/tcp_bbr.c
        new("bbr_init", None, s_structOps, "5.13"),
        new("bbr_main", None, s_structOps, "5.13"),
        new("bbr_sndbuf_expand", None, s_structOps, "5.13"),
        new("bbr_undo_cwnd", None, s_structOps, "5.13"),
        new("bbr_cwnd_event", None, s_structOps, "5.13"),
        new("bbr_ssthresh", None, s_structOps, "5.13"),
        new("bbr_min_tso_segs", None, s_structOps, "5.13"),
        new("bbr_set_state", None, s_structOps, "5.13"),

        // bpf_tcp_ca_check_kfunc_ids in net/ipv4/bpf_tcp_ca.c
        new("tcp_reno_ssthresh", None, s_structOps, "5.13"),
        new("tcp_reno_cong_avoid", None, s_structOps, "5.13"),
        new("tcp_reno_undo_cwnd", None, s_structOps, "5.13"),
        new("tcp_slow_start", None, s_structOps, "5.13"),
        new("tcp_cong_avoid_ai", None, s_structOps, "5.13"),

        // key_sig_kfunc_set in kernel/trace/bpf_trace.c; in generic_btf_ids since 6.18
        new("bpf_lookup_user_key", Acquires | MayReturnNull | Sleeps, s_tracing, "6.1") { Until = s_6_18 },
        new("bpf_lookup_user_key", Acquires | MayReturnNull | Sleeps, s_generic, "6.18"),
        new("bpf_lookup_system_key", Acquires | MayReturnNull, s_tracing, "6.1") { Until = s_6_18 },
        new("bpf_lookup_system_key", Acquires | MayReturnNull, s_generic, "6.18"),
        new("bpf_key_put", Releases, s_tracing, "6.1") { Until = s_6_18 },
        new("bpf_key_put", Releases, s_generic, "6.18"),
        new("bpf_verify_pkcs7_signature", Sleeps, s_tracing, "6.1") { Until = s_6_18 },
        new("bpf_verify_pkcs7_signature", Sleeps, s_generic, "6.18"),

        // kprobe_multi_kfunc_set_ids in kernel/trace/bpf_trace.c
        new("bpf_session_is_return", None, s_kprobes, "6.10") { AttachTypes = Sessions },
        new("bpf_session_cookie", None, s_kprobes, "6.10") { AttachTypes = Sessions },

        // scx_kfunc_ids_select_cpu in kernel/sched/ext.c
        new("scx_bpf_select_cpu_dfl", RcuArguments, s_structOps, "6.12") { StructOps = "sched_ext_ops" },

        // scx_kfunc_ids_enqueue_dispatch in kernel/sched/ext.c
        new("scx_bpf_dispatch", RcuArguments, s_structOps, "6.12") { StructOps = "sched_ext_ops" },
        new("scx_bpf_dispatch_vtime", RcuArguments, s_structOps, "6.12") { StructOps = "sched_ext_ops" },

        // scx_kfunc_ids_dispatch in kernel/sched/ext.c
        new("scx_bpf_dispatch_nr_slots", None, s_structOps, "6.12") { StructOps = "sched_ext_ops" },
        new("scx_bpf_dispatch_cancel", None, s_structOps, "6.12") { StructOps = "sched_ext_ops" },
        new("scx_bpf_consume", None, s_structOps, "6.12") { StructOps = "sched_ext_ops" },

        // scx_kfunc_ids_cpu_release in kernel/sched/ext.c
        new("scx_bpf_reenqueue_local", None, s_structOps, "6.12") { StructOps = "sched_ext_ops" },

        // scx_kfunc_ids_unlocked in kernel/sched/ext.c
        new("scx_bpf_create_dsq", Sleeps, s_schedulerAndSyscall, "6.12"),
        new("scx_bpf_dispatch_from_dsq_set_slice", RcuArguments, s_schedulerAndSyscall, "6.12"),
        new("scx_bpf_dispatch_from_dsq_set_vtime", RcuArguments, s_schedulerAndSyscall, "6.12"),
        new("scx_bpf_dispatch_from_dsq", RcuArguments, s_schedulerAndSyscall, "6.12"),
        new("scx_bpf_dispatch_vtime_from_dsq", RcuArguments, s_schedulerAndSyscall, "6.12"),

        // scx_kfunc_ids_any in kernel/sched/ext.c
        new("scx_bpf_kick_cpu", None, s_scheduler, "6.12"),
        new("scx_bpf_dsq_nr_queued", None, s_scheduler, "6.12"),
        new("scx_bpf_destroy_dsq", None, s_scheduler, "6.12"),
        new("bpf_iter_scx_dsq_new", NewIterator | InRcuSection, s_scheduler, "6.12"),
        new("bpf_iter_scx_dsq_next", NextItem | MayReturnNull, s_scheduler, "6.12"),
        new("bpf_iter_scx_dsq_destroy", EndOfIterator, s_scheduler, "6.12"),
        new("scx_bpf_exit_bstr", TrustedArguments, s_scheduler, "6.12"),
        new("scx_bpf_error_bstr", TrustedArguments, s_scheduler, "6.12"),
        new("scx_bpf_dump_bstr", TrustedArguments, s_scheduler, "6.12"),
        new("scx_bpf_cpuperf_cap", None, s_scheduler, "6.12"),
        new("scx_bpf_cpuperf_cur", None, s_scheduler, "6.12"),
        new("scx_bpf_cpuperf_set", None, s_scheduler, "6.12"),
        new("scx_bpf_nr_cpu_ids", None, s_scheduler, "6.12"),
        new("scx_bpf_get_possible_cpumask", Acquires, s_scheduler, "6.12"),
        new("scx_bpf_get_online_cpumask", Acquires, s_scheduler, "6.12"),
        new("scx_bpf_put_cpumask", Releases, s_scheduler, "6.12"),
        new("scx_bpf_get_idle_cpumask", Acquires, s_scheduler, "6.12"),
        new("scx_bpf_get_idle_smtmask", Acquires, s_scheduler, "6.12"),
        new("scx_bpf_put_idle_cpumask", Releases, s_scheduler, "6.12"),
        new("scx_bpf_test_and_clear_cpu_idle", None, s_scheduler, "6.12"),
        new("scx_bpf_pick_idle_cpu", RcuArguments, s_scheduler, "6.12"),
        new("scx_bpf_pick_any_cpu", RcuArguments, s_scheduler, "6.12"),
        new("scx_bpf_task_running", RcuArguments, s_scheduler, "6.12"),
        new("scx_bpf_task_cpu", RcuArguments, s_scheduler, "6.12"),
        new("scx_bpf_cpu_rq", None, s_scheduler, "6.12"),
        new("scx_bpf_task_cgroup", RcuArguments | Acquires, s_scheduler, "6.12"),

        // bpf_rstat_kfunc_ids in kernel/cgroup/rstat.c
        new("cgroup_rstat_updated", None, s_tracing, "6.1") { Until = s_6_16 },
        new("cgroup_rstat_flush", Sleeps, s_tracing, "6.1") { Until = s_6_16 },
        new("css_rstat_updated", None, s_tracing, "6.16"),
        new("css_rstat_flush", Sleeps, s_tracing, "6.16"),

        // cpumask_kfunc_btf_ids in kernel/bpf/cpumask.c
        new("bpf_cpumask_create", Acquires | MayReturnNull, s_masks, "6.3"),
        new("bpf_cpumask_release", Releases, s_masks, "6.3"),
        new("bpf_cpumask_acquire", Acquires | TrustedArguments, s_masks, "6.3"),
        new("bpf_cpumask_first", RcuArguments, s_masks, "6.3"),
        new("bpf_cpumask_first_zero", RcuArguments, s_masks, "6.3"),
        new("bpf_cpumask_first_and", RcuArguments, s_masks, "6.5"),
        new("bpf_cpumask_set_cpu", RcuArguments, s_masks, "6.3"),
        new("bpf_cpumask_clear_cpu", RcuArguments, s_masks, "6.3"),
        new("bpf_cpumask_test_cpu", RcuArguments, s_masks, "6.3"),
        new("bpf_cpumask_test_and_set_cpu", RcuArguments, s_masks, "6.3"),
        new("bpf_cpumask_test_and_clear_cpu", RcuArguments, s_masks, "6.3"),
        new("bpf_cpumask_setall", RcuArguments, s_masks, "6.3"),
        new("bpf_cpumask_clear", RcuArguments, s_masks, "6.3"),
        new("bpf_cpumask_and", RcuArguments, s_masks, "6.3"),
        new("bpf_cpumask_or", RcuArguments, s_masks, "6.3"),
        new("bpf_cpumask_xor", RcuArguments, s_masks, "6.3"),
        new("bpf_cpumask_equal", RcuArguments, s_masks, "6.3"),
        new("bpf_cpumask_intersects", RcuArguments, s_masks, "6.3"),
        new("bpf_cpumask_subset", RcuArguments, s_masks, "6.3"),
        new("bpf_cpumask_empty", RcuArguments, s_masks, "6.3"),
        new("bpf_cpumask_full", RcuArguments, s_masks, "6.3"),
        new("bpf_cpumask_copy", RcuArguments, s_masks, "6.3"),
        new("bpf_cpumask_any_distribute", RcuArguments, s_masks, "6.5"),
        new("bpf_cpumask_any_and_distribute", RcuArguments, s_masks, "6.5"),
        new("bpf_cpumask_weight", RcuArguments, s_masks, "6.8"),
        new("bpf_cpumask_populate", RcuArguments, s_masks, "6.15"),

        // bpf_map_iter_kfunc_ids in kernel/bpf/map_iter.c
        new("bpf_map_sum_elem_count", TrustedArguments, s_any, "6.6"),

        // crypt_init_kfunc_btf_ids in kernel/bpf/crypto.c
        new("bpf_crypto_ctx_create", Acquires | MayReturnNull | Sleeps, s_syscall, "6.10"),
        new("bpf_crypto_ctx_release", Releases, s_syscall, "6.10"),
        new("bpf_crypto_ctx_acquire", Acquires | RcuArguments | MayReturnNull, s_syscall, "6.10"),

        // crypt_kfunc_btf_ids in kernel/bpf/crypto.c
        new("bpf_crypto_decrypt", RcuArguments, s_crypto, "6.10"),
        new("bpf_crypto_encrypt", RcuArguments, s_crypto, "6.10"),

        // generic_btf_ids in kernel/bpf/helpers.c
        new("crash_kexec", Destructive, s_tracing, "6.1") { Until = s_6_2 },
        new("crash_kexec", Destructive, s_generic, "6.2"),
        new("bpf_obj_new_impl", Acquires | MayReturnNull, s_generic, "6.2"),
        new("bpf_percpu_obj_new_impl", Acquires | MayReturnNull, s_generic, "6.7"),
        new("bpf_obj_drop_impl", Releases, s_generic, "6.2"),
        new("bpf_percpu_obj_drop_impl", Releases, s_generic, "6.7"),
        new("bpf_refcount_acquire_impl", Acquires | MayReturnNull | RcuArguments, s_generic, "6.4"),
        new("bpf_list_push_front_impl", None, s_generic, "6.4"),
        new("bpf_list_push_back_impl", None, s_generic, "6.4"),
        new("bpf_list_pop_front", Acquires | MayReturnNull, s_generic, "6.2"),
        new("bpf_list_pop_back", Acquires | MayReturnNull, s_generic, "6.2"),
        new("bpf_task_acquire", Acquires | RcuArguments | MayReturnNull, s_generic, "6.2"),
        new("bpf_task_release", Releases, s_generic, "6.2"),
        new("bpf_rbtree_remove", Acquires | MayReturnNull, s_generic, "6.3"),
        new("bpf_rbtree_add_impl", None, s_generic, "6.4"),
        new("bpf_rbtree_first", MayReturnNull, s_generic, "6.3"),
        new("bpf_cgroup_acquire", Acquires | RcuArguments | MayReturnNull, s_generic, "6.2"),
        new("bpf_cgroup_release", Releases, s_generic, "6.2"),
        new("bpf_cgroup_ancestor", Acquires | RcuArguments | MayReturnNull, s_generic, "6.2"),
        new("bpf_cgroup_from_id", Acquires | MayReturnNull, s_generic, "6.4"),
        new("bpf_task_under_cgroup", RcuArguments, s_generic, "6.5"),
        new("bpf_task_get_cgroup1", Acquires | RcuArguments | MayReturnNull, s_generic, "6.8"),
        new("bpf_task_from_pid", Acquires | MayReturnNull, s_generic, "6.2"),
        new("bpf_throw", None, s_generic, "6.7"),
        new("bpf_list_front", MayReturnNull, s_generic, "6.16"),
        new("bpf_list_back", MayReturnNull, s_generic, "6.16"),
        new("bpf_rbtree_root", MayReturnNull, s_generic, "6.16"),
        new("bpf_rbtree_left", MayReturnNull, s_generic, "6.16"),
        new("bpf_rbtree_right", MayReturnNull, s_generic, "6.16"),
        new("bpf_task_from_vpid", Acquires | MayReturnNull, s_generic, "6.14"),
        new("bpf_send_signal_task", TrustedArguments, s_generic, "6.13"),

        // common_btf_ids in kernel/bpf/helpers.c
        new("bpf_cast_to_kern_ctx", FastCall, s_any, "6.2"),
        new("bpf_rdonly_cast", FastCall, s_any, "6.2"),
        new("bpf_rcu_read_lock", None, s_any, "6.2"),
        new("bpf_rcu_read_unlock", None, s_any, "6.2"),
        new("bpf_dynptr_slice", MayReturnNull, s_any, "6.4"),
        new("bpf_dynptr_slice_rdwr", MayReturnNull, s_any, "6.4"),
        new("bpf_iter_num_new", NewIterator, s_any, "6.4"),
        new("bpf_iter_num_next", NextItem | MayReturnNull, s_any, "6.4"),
        new("bpf_iter_num_destroy", EndOfIterator, s_any, "6.4"),
        new("bpf_iter_task_vma_new", NewIterator | RcuArguments, s_any, "6.7"),
        new("bpf_iter_task_vma_next", NextItem | MayReturnNull, s_any, "6.7"),
        new("bpf_iter_task_vma_destroy", EndOfIterator, s_any, "6.7"),
        new("bpf_iter_css_task_new", NewIterator | TrustedArguments, s_any, "6.7"),
        new("bpf_iter_css_task_next", NextItem | MayReturnNull, s_any, "6.7"),
        new("bpf_iter_css_task_destroy", EndOfIterator, s_any, "6.7"),
        new("bpf_iter_css_new", NewIterator | TrustedArguments | InRcuSection, s_any, "6.7"),
        new("bpf_iter_css_next", NextItem | MayReturnNull, s_any, "6.7"),
        new("bpf_iter_css_destroy", EndOfIterator, s_any, "6.7"),
        new("bpf_iter_task_new", NewIterator | TrustedArguments | InRcuSection, s_any, "6.7"),
        new("bpf_iter_task_next", NextItem | MayReturnNull, s_any, "6.7"),
        new("bpf_iter_task_destroy", EndOfIterator, s_any, "6.7"),
        new("bpf_dynptr_adjust", None, s_any, "6.5"),
        new("bpf_dynptr_is_null", None, s_any, "6.5"),
        new("bpf_dynptr_is_rdonly", None, s_any, "6.5"),
        new("bpf_dynptr_size", None, s_any, "6.5"),
        new("bpf_dynptr_clone", None, s_any, "6.5"),
        new("bpf_modify_return_test_tp", None, s_any, "6.10"),
        new("bpf_wq_init", None, s_any, "6.10"),
        new("bpf_wq_set_callback_impl", None, s_any, "6.10"),
        new("bpf_wq_start", None, s_any, "6.10"),
        new("bpf_preempt_disable", None, s_any, "6.10"),
        new("bpf_preempt_enable", None, s_any, "6.10"),
        new("bpf_iter_bits_new", NewIterator, s_any, "6.11"),
        new("bpf_iter_bits_next", NextItem | MayReturnNull, s_any, "6.11"),
        new("bpf_iter_bits_destroy", EndOfIterator, s_any, "6.11"),
        new("bpf_copy_from_user_str", Sleeps, s_any, "6.12"),
        new("bpf_dynptr_copy", None, s_any, "6.15"),
        new("bpf_dynptr_memset", None, s_any, "6.17"),
        new("bpf_copy_from_user_task_str", Sleeps, s_any, "6.15"),
        new("bpf_get_kmem_cache", None, s_any, "6.13"),
        new("bpf_iter_kmem_cache_new", NewIterator | Sleeps, s_any, "6.13"),
        new("bpf_iter_kmem_cache_next", NextItem | MayReturnNull | Sleeps, s_any, "6.13"),
        new("bpf_iter_kmem_cache_destroy", EndOfIterator | Sleeps, s_any, "6.13"),
        new("bpf_local_irq_save", None, s_any, "6.14"),
        new("bpf_local_irq_restore", None, s_any, "6.14"),
        new("bpf_probe_read_user_dynptr", None, s_any, "6.16"),
        new("bpf_probe_read_kernel_dynptr", None, s_any, "6.16"),
        new("bpf_probe_read_user_str_dynptr", None, s_any, "6.16"),
        new("bpf_probe_read_kernel_str_dynptr", None, s_any, "6.16"),
        new("bpf_copy_from_user_dynptr", Sleeps, s_any, "6.16"),
        new("bpf_copy_from_user_str_dynptr", Sleeps, s_any, "6.16"),
        new("bpf_copy_from_user_task_dynptr", Sleeps | TrustedArguments, s_any, "6.16"),
        new("bpf_copy_from_user_task_str_dynptr", Sleeps | TrustedArguments, s_any, "6.16"),
        new("bpf_iter_dmabuf_new", NewIterator | Sleeps, s_any, "6.16"),
        new("bpf_iter_dmabuf_next", NextItem | MayReturnNull | Sleeps, s_any, "6.16"),
        new("bpf_iter_dmabuf_destroy", EndOfIterator | Sleeps, s_any, "6.16"),
        new("__bpf_trap", None, s_any, "6.16"),
        new("bpf_strcmp", None, s_any, "6.17"),
        new("bpf_strchr", None, s_any, "6.17"),
        new("bpf_strchrnul", None, s_any, "6.17"),
        new("bpf_strnchr", None, s_any, "6.17"),
        new("bpf_strrchr", None, s_any, "6.17"),
        new("bpf_strlen", None, s_any, "6.17"),
        new("bpf_strnlen", None, s_any, "6.17"),
        new("bpf_strspn", None, s_any, "6.17"),
        new("bpf_strcspn", None, s_any, "6.17"),
        new("bpf_strstr", None, s_any, "6.17"),
        new("bpf_strnstr", None, s_any, "6.17"),
        new("bpf_strcasecmp", None, s_any, "6.18"),
        new("bpf_cgroup_read_xattr", RcuArguments, s_any, "6.17"),
        new("bpf_stream_vprintk", TrustedArguments, s_any, "6.17") { Until = s_6_18 },
        new("bpf_stream_vprintk_impl", TrustedArguments, s_any, "6.18"),
        new("bpf_task_work_schedule_signal_impl", TrustedArguments, s_any, "6.18"),
        new("bpf_task_work_schedule_resume_impl", TrustedArguments, s_any, "6.18"),
        new("bpf_res_spin_lock", MayReturnNull, s_any, "6.15"),
        new("bpf_res_spin_unlock", None, s_any, "6.15"),
        new("bpf_res_spin_lock_irqsave", MayReturnNull, s_any, "6.15"),
        new("bpf_res_spin_unlock_irqrestore", None, s_any, "6.15"),

        // arena_kfuncs in kernel/bpf/arena.c
        new("bpf_arena_alloc_pages", TrustedArguments | Sleeps, s_any, "6.9"),
        new("bpf_arena_free_pages", TrustedArguments | Sleeps, s_any, "6.9"),
        new("bpf_arena_reserve_pages", TrustedArguments | Sleeps, s_any, "6.17"),

        // fsverity_set_ids in fs/verity/measure.c
        new("bpf_get_fsverity_digest", TrustedArguments, s_tracing, "6.8") { OnlyType = Lsm },

        // bpf_fs_kfunc_set_ids in fs/bpf_fs_kfuncs.c
        new("bpf_get_task_exe_file", Acquires | TrustedArguments | MayReturnNull, s_tracing, "6.12") { OnlyType = Lsm },
        new("bpf_put_file", Releases, s_tracing, "6.12") { OnlyType = Lsm },
        new("bpf_path_d_path", TrustedArguments, s_tracing, "6.12") { OnlyType = Lsm },
        new("bpf_get_dentry_xattr", Sleeps | TrustedArguments, s_tracing, "6.12") { OnlyType = Lsm },
        new("bpf_get_file_xattr", Sleeps | TrustedArguments, s_tracing, "6.8") { OnlyType = Lsm },
        new("bpf_set_dentry_xattr", Sleeps | TrustedArguments, s_tracing, "6.15") { OnlyType = Lsm },
        new("bpf_remove_dentry_xattr", Sleeps | TrustedArguments, s_tracing, "6.15") { OnlyType = Lsm },

        // hid_bpf_kfunc_ids in drivers/hid/bpf/hid_bpf_dispatch.c
        new("hid_bpf_get_data", MayReturnNull, s_structOps, "6.3") { StructOps = "hid_bpf_ops" },
        new("hid_bpf_allocate_context", Acquires | MayReturnNull | Sleeps, s_structOps, "6.3") { StructOps = "hid_bpf_ops" },
        new("hid_bpf_release_context", Releases | Sleeps, s_structOps, "6.3") { StructOps = "hid_bpf_ops" },
        new("hid_bpf_hw_request", Sleeps, s_structOps, "6.3") { StructOps = "hid_bpf_ops" },
        new("hid_bpf_hw_output_report", Sleeps, s_structOps, "6.10") { StructOps = "hid_bpf_ops" },
        new("hid_bpf_input_report", Sleeps, s_structOps, "6.10") { StructOps = "hid_bpf_ops" },
        new("hid_bpf_try_input_report", None, s_structOps, "6.11") { StructOps = "hid_bpf_ops" },

        // hid_bpf_syscall_kfunc_ids in drivers/hid/bpf/hid_bpf_dispatch.c
        new("hid_bpf_allocate_context", Acquires | MayReturnNull, s_syscall, "6.3"),
        new("hid_bpf_release_context", Releases, s_syscall, "6.3"),
        new("hid_bpf_hw_request", None, s_syscall, "6.3"),
        new("hid_bpf_hw_output_report", None, s_syscall, "6.10"),
        new("hid_bpf_input_report", None, s_syscall, "6.10"),

        // qdisc_kfunc_ids in net/sched/bpf_qdisc.c
        new("bpf_skb_get_hash", TrustedArguments, s_structOps, "6.16") { StructOps = "Qdisc_ops" },
        new("bpf_kfree_skb", Releases, s_structOps, "6.16") { StructOps = "Qdisc_ops" },
        new("bpf_qdisc_skb_drop", Releases, s_structOps, "6.16") { StructOps = "Qdisc_ops" },
        new("bpf_qdisc_watchdog_schedule", TrustedArguments, s_structOps, "6.16") { StructOps = "Qdisc_ops" },
        new("bpf_qdisc_init_prologue", TrustedArguments, s_structOps, "6.16") { StructOps = "Qdisc_ops" },
        new("bpf_qdisc_reset_destroy_epilogue", TrustedArguments, s_structOps, "6.16") { StructOps = "Qdisc_ops" },
        new("bpf_qdisc_bstats_update", TrustedArguments, s_structOps, "6.16") { StructOps = "Qdisc_ops" },
    ];
}
