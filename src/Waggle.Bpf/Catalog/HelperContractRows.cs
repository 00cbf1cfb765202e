using static Waggle.Bpf.Catalog.HelperArguments;
using static Waggle.Bpf.Catalog.HelperReturn;
using static Waggle.Bpf.Catalog.HelperTypes;
using static Waggle.Bpf.Catalog.ProgramType;

namespace Waggle.Bpf.Catalog;

/// <summary>The rows of <see cref="HelperContracts"/>.</summary>
internal static class HelperContractRows
{
    // The bpf_func_proto and *_func_proto definitions of kernel/bpf, kernel/trace/bpf_trace.c, net/core/filter.c, net/core/bpf_sk_storage.c and
    // drivers/media/rc/bpf-lirc.c, Linux 6.12; the types that have a helper as Linux 6.18 answers. Names are for the reader only.
    internal static readonly HelperContract[] Rows =
    [
        new(1, MapValueOrNull, [Map, Key], All) { TakesPackets = true }, // bpf_map_lookup_elem
        new(2, Integer, [Map, Key, Value, Anything], All) { TakesPackets = true }, // bpf_map_update_elem
        new(3, Integer, [Map, Key], All) { TakesPackets = true }, // bpf_map_delete_elem
        new(4, Integer, [MemoryOut, SizeOrZero, Anything], Traces) { IsGplOnly = true }, // bpf_probe_read
        new(5, Integer, [], All), // bpf_ktime_get_ns
        new(6, Integer, [Memory, Size], All) { IsGplOnly = true }, // bpf_trace_printk
        new(7, Integer, [], All), // bpf_get_prandom_u32
        new(8, Integer, [], Base), // bpf_get_smp_processor_id
        new(9, Integer, [Context, Anything, Memory, Size, Anything], Tc | Only(LwtXmit, SkSkb)), // bpf_skb_store_bytes
        new(10, Integer, [Context, Anything, Anything, Anything, Anything], Tc | Only(LwtXmit)), // bpf_l3_csum_replace
        new(11, Integer, [Context, Anything, Anything, Anything, Anything], Tc | Only(LwtXmit)), // bpf_l4_csum_replace
        new(12, Nothing, [Context, Map, Anything], All), // bpf_tail_call
        new(13, Integer, [Context, Anything, Anything], Tc | Only(LwtXmit)), // bpf_clone_redirect
        new(14, Integer, [], Base), // bpf_get_current_pid_tgid
        new(15, Integer, [], Base), // bpf_get_current_uid_gid
        new(16, Integer, [MemoryOut, Size], Base), // bpf_get_current_comm
        new(17, Integer, [], Base.Except(Tc | Lwt)), // bpf_get_cgroup_classid
        new(17, Integer, [Context], Tc | Lwt), // bpf_get_cgroup_classid
        new(18, Integer, [Context, Anything, Anything], Tc), // bpf_skb_vlan_push
        new(19, Integer, [Context], Tc), // bpf_skb_vlan_pop
        new(20, Integer, [Context, MemoryOut, Size, Anything], Tc | Only(LwtXmit)), // bpf_skb_get_tunnel_key
        new(21, Integer, [Context, Memory, Size, Anything], Tc | Only(LwtXmit)), // bpf_skb_set_tunnel_key
        new(22, Integer, [Map, Anything], Base) { IsGplOnly = true }, // bpf_perf_event_read
        new(23, Integer, [Anything, Anything], Tc | Only(Xdp, LwtXmit)), // bpf_redirect
        new(24, Integer, [Context], Tc | Lwt), // bpf_get_route_realm
        new(25, Integer, [Context, Map, Anything, Memory, SizeOrZero], Base.Except(Only(SkReuseport, FlowDissector, StructOps, Netfilter))) { IsGplOnly = true }, // bpf_perf_event_output
        new(26, Integer, [Context, Anything, MemoryOut, Size], Tc | Lwt | Only(SocketFilter, CgroupSkb, SkSkb, SkReuseport, FlowDissector)), // bpf_skb_load_bytes
        new(27, Integer, [Context, Map, Anything], TypedTraces | Only(Kprobe, Tracepoint, RawTracepoint, RawTracepointWritable)) { IsGplOnly = true }, // bpf_get_stackid
        new(27, Integer, [Context, Map, Anything], Only(PerfEvent)), // bpf_get_stackid
        new(28, Integer, [MemoryOrNull, SizeOrZero, MemoryOrNull, SizeOrZero, Anything], Tc | Lwt | Only(Xdp)) { TakesPackets = true }, // bpf_csum_diff
        new(29, Integer, [Context, MemoryOut, Size], Tc | Only(LwtXmit)), // bpf_skb_get_tunnel_opt
        new(30, Integer, [Context, Memory, Size], Tc | Only(LwtXmit)), // bpf_skb_set_tunnel_opt
        new(31, Integer, [Context, Anything, Anything], Tc), // bpf_skb_change_proto
        new(32, Integer, [Context, Anything], Tc), // bpf_skb_change_type
        new(33, Integer, [Context, Map, Anything], Tc | Lwt), // bpf_skb_under_cgroup
        new(34, Integer, [Context], Tc | Lwt), // bpf_get_hash_recalc
        new(35, Integer, [], Base) { IsGplOnly = true }, // bpf_get_current_task
        new(36, Integer, [Anything, Memory, Size], Traces) { IsGplOnly = true, Conditions = HelperConditions.Configuration }, // bpf_probe_write_user
        new(37, Integer, [Map, Anything], Base), // bpf_current_task_under_cgroup
        new(38, Integer, [Context, Anything, Anything], Tc | Only(LwtXmit, SkSkb)), // bpf_skb_change_tail
        new(39, Integer, [Context, Anything], Tc | Lwt | Only(SkSkb)), // bpf_skb_pull_data
        new(40, Integer, [Context, Anything], Tc | Only(LwtXmit)), // bpf_csum_update
        new(41, Integer, [Context], Tc | Only(LwtXmit)), // bpf_set_hash_invalid
        new(42, Integer, [], Base), // bpf_get_numa_node_id
        new(43, Integer, [Context, Anything, Anything], Tc | Only(LwtXmit, SkSkb)), // bpf_skb_change_head
        new(44, Integer, [Context, Anything], Only(Xdp)), // bpf_xdp_adjust_head
        new(45, Integer, [MemoryOut, SizeOrZero, Anything], Traces) { IsGplOnly = true }, // bpf_probe_read_str
        new(46, Integer, [Context], Tc | Only(SocketFilter, CgroupSkb, CgroupSock, SockOps, SkSkb, CgroupSockAddr)), // bpf_get_socket_cookie
        new(46, Integer, [AnySocketOrNull], TypedTraces | Only(SkReuseport)), // bpf_get_socket_cookie
        new(47, Integer, [Context], Tc | Only(SocketFilter, CgroupSkb, SkSkb)), // bpf_get_socket_uid
        new(48, Integer, [Context, Anything], Tc), // bpf_set_hash
        new(49, Integer, [Context, Anything, Anything, Memory, Size], Only(SockOps, CgroupSockAddr)) { Conditions = HelperConditions.AttachPoint }, // bpf_setsockopt
        new(49, Integer, [AnySocket, Anything, Anything, Memory, Size], Only(CgroupSockopt, Tracing, StructOps, Lsm)) { Conditions = HelperConditions.AttachPoint }, // bpf_setsockopt
        new(50, Integer, [Context, Anything, Anything, Anything], Tc | Only(SkSkb)), // bpf_skb_adjust_room
        new(51, Integer, [Map, Anything, Anything], Only(Xdp)), // bpf_redirect_map
        new(52, Integer, [Context, Map, Anything, Anything], Only(SkSkb)), // bpf_sk_redirect_map
        new(53, Integer, [Context, Map, Key, Anything], Only(SockOps)) { TakesPackets = true }, // bpf_sock_map_update
        new(54, Integer, [Context, Anything], Only(Xdp)), // bpf_xdp_adjust_meta
        new(55, Integer, [Map, Anything, MemoryOut, Size], Base) { IsGplOnly = true }, // bpf_perf_event_read_value
        new(56, Integer, [Context, MemoryOut, Size], Only(PerfEvent)) { IsGplOnly = true }, // bpf_perf_prog_read_value
        new(57, Integer, [Context, Anything, Anything, MemoryOut, Size], Only(SockOps, CgroupSockAddr)) { Conditions = HelperConditions.AttachPoint }, // bpf_getsockopt
        new(57, Integer, [AnySocket, Anything, Anything, MemoryOut, Size], Only(CgroupSockopt, Tracing, StructOps, Lsm)) { Conditions = HelperConditions.AttachPoint }, // bpf_getsockopt
        new(58, Integer, [Context, Anything], Only(Kprobe)) { IsGplOnly = true, Conditions = HelperConditions.Configuration }, // bpf_override_return
        new(59, Integer, [Context, Anything], Only(SockOps)), // bpf_sock_ops_cb_flags_set
        new(60, Integer, [Context, Map, Anything, Anything], Only(SkMsg)), // bpf_msg_redirect_map
        new(61, Integer, [Context, Anything], Only(SkMsg)), // bpf_msg_apply_bytes
        new(62, Integer, [Context, Anything], Only(SkMsg)), // bpf_msg_cork_bytes
        new(63, Integer, [Context, Anything, Anything, Anything], Only(SkMsg)), // bpf_msg_pull_data
        new(64, Integer, [Context, Memory, Size], Only(CgroupSockAddr)) { Conditions = HelperConditions.AttachPoint }, // bpf_bind
        new(65, Integer, [Context, Anything], Only(Xdp)), // bpf_xdp_adjust_tail
        new(66, Integer, [Context, Anything, MemoryOut, Size, Anything], Tc), // bpf_skb_get_xfrm_state
        new(67, Integer, [Context, MemoryOut, SizeOrZero, Anything], Traces) { IsGplOnly = true }, // bpf_get_stack
        new(68, Integer, [Context, Anything, MemoryOut, Size, Anything], Tc | Only(SocketFilter, CgroupSkb, SkReuseport)), // bpf_skb_load_bytes_relative
        new(69, Integer, [Context, MemoryInOut, Size, Anything], Tc | Only(Xdp)) { IsGplOnly = true }, // bpf_fib_lookup
        new(70, Integer, [Context, Map, Key, Anything], Only(SockOps)) { TakesPackets = true }, // bpf_sock_hash_update
        new(71, Integer, [Context, Map, Key, Anything], Only(SkMsg)), // bpf_msg_redirect_hash
        new(72, Integer, [Context, Map, Key, Anything], Only(SkSkb)), // bpf_sk_redirect_hash
        new(73, Integer, [Context, Anything, Memory, Size], Only(LwtIn, LwtXmit)), // bpf_lwt_push_encap
        new(74, Integer, [Context, Anything, Memory, Size], Only(LwtSeg6Local)), // bpf_lwt_seg6_store_bytes
        new(75, Integer, [Context, Anything, Anything], Only(LwtSeg6Local)), // bpf_lwt_seg6_adjust_srh
        new(76, Integer, [Context, Anything, Memory, Size], Only(LwtSeg6Local)), // bpf_lwt_seg6_action
        new(77, Integer, [Context], Only(LircMode2)) { IsGplOnly = true }, // bpf_rc_repeat
        new(78, Integer, [Context, Anything, Anything, Anything], Only(LircMode2)) { IsGplOnly = true }, // bpf_rc_keydown
        new(79, Integer, [Context], Tc | Only(CgroupSkb)), // bpf_skb_cgroup_id
        new(80, Integer, [], Base), // bpf_get_current_cgroup_id
        new(81, MapValue, [Map, Anything], Cgroups.Except(Only(Lsm))), // bpf_get_local_storage
        new(81, MapValue, [Map, Anything], Only(Lsm)) { Conditions = HelperConditions.AttachPoint }, // bpf_get_local_storage
        new(82, Integer, [Context, Map, Key, Anything], Only(SkReuseport)), // bpf_sk_select_reuseport
        new(83, Integer, [Context, Anything], Tc | Only(CgroupSkb)), // bpf_skb_ancestor_cgroup_id
        new(84, SocketOrNull, [Context, Memory, SizeOrZero, Anything, Anything], Tc | Only(Xdp, CgroupSkb, SkSkb)) { TakesPackets = true }, // bpf_sk_lookup_tcp
        new(84, SocketOrNull, [Context, Memory, SizeOrZero, Anything, Anything], Only(CgroupSockAddr)), // bpf_sk_lookup_tcp
        new(85, SocketOrNull, [Context, Memory, SizeOrZero, Anything, Anything], Tc | Only(Xdp, CgroupSkb, SkSkb)) { TakesPackets = true }, // bpf_sk_lookup_udp
        new(85, SocketOrNull, [Context, Memory, SizeOrZero, Anything, Anything], Only(CgroupSockAddr)), // bpf_sk_lookup_udp
        new(86, Integer, [AnySocketReleased], Tc | Only(Xdp, CgroupSkb, SkSkb, CgroupSockAddr, SkLookup)), // bpf_sk_release
        new(87, Integer, [Map, Value, Anything], All) { TakesPackets = true }, // bpf_map_push_elem
        new(88, Integer, [Map, ValueOut], All), // bpf_map_pop_elem
        new(89, Integer, [Map, ValueOut], All), // bpf_map_peek_elem
        new(90, Integer, [Context, Anything, Anything, Anything], Only(SkMsg)), // bpf_msg_push_data
        new(91, Integer, [Context, Anything, Anything, Anything], Only(SkMsg)), // bpf_msg_pop_data
        new(92, Integer, [Context, Anything, Anything], Only(LircMode2)) { IsGplOnly = true }, // bpf_rc_pointer_rel
        new(93, Nothing, [SpinPlace], Base), // bpf_spin_lock
        new(94, Nothing, [SpinPlace], Base), // bpf_spin_unlock
        new(95, SocketOrNull, [SocketCommon], Tc | Only(CgroupSkb)), // bpf_sk_fullsock
        new(96, TcpSocketOrNull, [SocketCommon], Tc | Only(CgroupSkb, SockOps, CgroupSockopt)), // bpf_tcp_sock
        new(97, Integer, [Context], Tc | Only(CgroupSkb)), // bpf_skb_ecn_set_ce
        new(98, SocketOrNull, [SocketCommon], Tc | Only(CgroupSkb)), // bpf_get_listener_sock
        new(99, SocketCommonOrNull, [Context, Memory, SizeOrZero, Anything, Anything], Tc | Only(Xdp, CgroupSkb, SkSkb)) { TakesPackets = true }, // bpf_skc_lookup_tcp
        new(99, SocketCommonOrNull, [Context, Memory, SizeOrZero, Anything, Anything], Only(CgroupSockAddr)), // bpf_skc_lookup_tcp
        new(100, Integer, [AnySocket, Memory, Size, Memory, Size], Tc | Only(Xdp)) { IsGplOnly = true, TakesPackets = true }, // bpf_tcp_check_syncookie
        new(101, Integer, [Context, MemoryInOut, Size, Anything], Only(CgroupSysctl)), // bpf_sysctl_get_name
        new(102, Integer, [Context, MemoryOut, Size], Only(CgroupSysctl)), // bpf_sysctl_get_current_value
        new(103, Integer, [Context, MemoryOut, Size], Only(CgroupSysctl)), // bpf_sysctl_get_new_value
        new(104, Integer, [Context, Memory, Size], Only(CgroupSysctl)), // bpf_sysctl_set_new_value
        new(105, Integer, [Memory, Size, Anything, FixedOut(8)], Base), // bpf_strtol
        new(106, Integer, [Memory, Size, Anything, FixedOut(8)], Base), // bpf_strtoul
        new(107, MapValueOrNull, [Map, AnySocket, ValueOrNull, Anything], Tc | Only(CgroupSkb, SockOps, SkMsg, CgroupSockAddr, CgroupSockopt, StructOps, Lsm)) { Conditions = HelperConditions.AttachPoint }, // bpf_sk_storage_get
        new(107, MapValueOrNull, [Map, Context, ValueOrNull, Anything], Only(CgroupSock)), // bpf_sk_storage_get
        new(107, MapValueOrNull, [Map, KernelOrNull("sock_common"), ValueOrNull, Anything], Only(Tracing, Syscall)), // bpf_sk_storage_get
        new(108, Integer, [Map, AnySocket], Tc | Only(CgroupSkb, SockOps, SkMsg, CgroupSockAddr, CgroupSockopt, StructOps, Lsm)) { Conditions = HelperConditions.AttachPoint }, // bpf_sk_storage_delete
        new(108, Integer, [Map, KernelOrNull("sock_common")], Only(Tracing, Syscall)), // bpf_sk_storage_delete
        new(109, Integer, [Anything], Base), // bpf_send_signal
        new(110, Integer, [AnySocket, Memory, Size, Memory, Size], Tc | Only(Xdp)) { IsGplOnly = true, TakesPackets = true }, // bpf_tcp_gen_syncookie
        new(111, Integer, [Kernel("sk_buff"), Map, Anything, Memory, SizeOrZero], TypedTraces) { IsGplOnly = true }, // bpf_skb_output
        new(112, Integer, [MemoryOut, SizeOrZero, Anything], Base) { IsGplOnly = true }, // bpf_probe_read_user
        new(113, Integer, [MemoryOut, SizeOrZero, Anything], Base) { IsGplOnly = true }, // bpf_probe_read_kernel
        new(114, Integer, [MemoryOut, SizeOrZero, Anything], Base) { IsGplOnly = true }, // bpf_probe_read_user_str
        new(115, Integer, [MemoryOut, SizeOrZero, Anything], Base) { IsGplOnly = true }, // bpf_probe_read_kernel_str
        new(116, Integer, [Kernel("tcp_sock"), Anything], Only(StructOps)) { Conditions = HelperConditions.AttachPoint }, // bpf_tcp_send_ack
        new(117, Integer, [Anything], Base), // bpf_send_signal_thread
        new(118, Integer, [], Base), // bpf_jiffies64
        new(119, Integer, [Context, MemoryInOutOrNull, SizeOrZero, Anything], Only(PerfEvent)) { IsGplOnly = true }, // bpf_read_branch_records
        new(120, Integer, [Anything, Anything, MemoryOut, Size], Base), // bpf_get_ns_current_pid_tgid
        new(121, Integer, [Kernel("xdp_buff"), Map, Anything, Memory, SizeOrZero], TypedTraces) { IsGplOnly = true }, // bpf_xdp_output
        new(122, Integer, [ContextOrNull], Tc | Only(SocketFilter, CgroupSkb, CgroupSock, SockOps, SkMsg, CgroupSockAddr, CgroupSockopt)), // bpf_get_netns_cookie
        new(123, Integer, [Anything], Base), // bpf_get_current_ancestor_cgroup_id
        new(124, Integer, [Context, AnySocket, Anything], Tc), // bpf_sk_assign
        new(124, Integer, [Context, FullSocketOrNull, Anything], Only(SkLookup)), // bpf_sk_assign
        new(125, Integer, [], All), // bpf_ktime_get_boot_ns
        new(126, Integer, [Kernel("seq_file"), Memory, Size, MemoryOrNull, SizeOrZero], Only(Tracing)) { IsGplOnly = true, Conditions = HelperConditions.AttachPoint }, // bpf_seq_printf
        new(127, Integer, [Kernel("seq_file"), Memory, SizeOrZero], Only(Tracing)) { IsGplOnly = true, Conditions = HelperConditions.AttachPoint }, // bpf_seq_write
        new(128, Integer, [AnySocket], Only(CgroupSkb)), // bpf_sk_cgroup_id
        new(129, Integer, [AnySocket, Anything], Only(CgroupSkb)), // bpf_sk_ancestor_cgroup_id
        new(130, Integer, [Map, Memory, SizeOrZero, Anything], Base), // bpf_ringbuf_output
        new(131, RingRecordOrNull, [Map, AllocationSize, Anything], Base), // bpf_ringbuf_reserve
        new(132, Nothing, [RingRecordReleased, Anything], Base), // bpf_ringbuf_submit
        new(133, Nothing, [RingRecordReleased, Anything], Base), // bpf_ringbuf_discard
        new(134, Integer, [Map, Anything], Base), // bpf_ringbuf_query
        new(135, Integer, [Context, Anything], Tc | Only(LwtXmit)), // bpf_csum_level
        new(136, KernelPointerOrNull, [AnySocket], Sockets) { ReturnTypeName = "tcp6_sock" }, // bpf_skc_to_tcp6_sock
        new(137, KernelPointerOrNull, [AnySocket], Sockets) { ReturnTypeName = "tcp_sock" }, // bpf_skc_to_tcp_sock
        new(138, KernelPointerOrNull, [AnySocket], Sockets) { ReturnTypeName = "tcp_timewait_sock" }, // bpf_skc_to_tcp_timewait_sock
        new(139, KernelPointerOrNull, [AnySocket], Sockets) { ReturnTypeName = "tcp_request_sock" }, // bpf_skc_to_tcp_request_sock
        new(140, KernelPointerOrNull, [AnySocket], Sockets) { ReturnTypeName = "udp6_sock" }, // bpf_skc_to_udp6_sock
        new(141, Integer, [Kernel("task_struct"), MemoryOut, SizeOrZero, Anything], Base), // bpf_get_task_stack
        new(142, Integer, [Context, MemoryInOut, Size, Anything], Only(SockOps)), // bpf_load_hdr_opt
        new(143, Integer, [Context, Memory, Size, Anything], Only(SockOps)), // bpf_store_hdr_opt
        new(144, Integer, [Context, Anything, Anything], Only(SockOps)), // bpf_reserve_hdr_opt
        new(145, MapValueOrNull, [Map, KernelOrNull("inode"), ValueOrNull, Anything], Only(Lsm)), // bpf_inode_storage_get
        new(146, Integer, [Map, KernelOrNull("inode")], Only(Lsm)), // bpf_inode_storage_delete
        new(147, Integer, [Kernel("path"), MemoryInOut, SizeOrZero], TypedTraces), // bpf_d_path
        new(148, Integer, [MemoryOut, SizeOrZero, Anything], Base) { MightSleep = true }, // bpf_copy_from_user
        new(149, Integer, [MemoryInOut, Size, Memory, Size, Anything], Base), // bpf_snprintf_btf
        new(150, Integer, [Kernel("seq_file"), Memory, SizeOrZero, Anything], Only(Tracing)) { IsGplOnly = true, Conditions = HelperConditions.AttachPoint }, // bpf_seq_printf_btf
        new(151, Integer, [Context], Tc), // bpf_skb_cgroup_classid
        new(152, Integer, [Anything, MemoryOrNull, SizeOrZero, Anything], Tc), // bpf_redirect_neigh
        new(153, VariableOrNull, [PerCpuVariable, Anything], Base), // bpf_per_cpu_ptr
        new(154, Variable, [PerCpuVariable], Base), // bpf_this_cpu_ptr
        new(155, Integer, [Anything, Anything], Tc), // bpf_redirect_peer
        new(156, MapValueOrNull, [Map, KernelOrNull("task_struct"), ValueOrNull, Anything], Base), // bpf_task_storage_get
        new(157, Integer, [Map, KernelOrNull("task_struct")], Base), // bpf_task_storage_delete
        new(158, TrustedKernelPointer, [], Base) { ReturnTypeName = "task_struct", IsGplOnly = true }, // bpf_get_current_task_btf
        new(159, Integer, [Kernel("linux_binprm"), Anything], Only(Lsm)), // bpf_bprm_opts_set
        new(160, Integer, [], Tc | Lwt | Only(SocketFilter, Xdp, CgroupSkb, CgroupSock, SockOps, SkSkb, SkMsg, CgroupSockAddr, SkReuseport, FlowDissector, CgroupSysctl, StructOps, SkLookup)) { Conditions = HelperConditions.AttachPoint }, // bpf_ktime_get_coarse_ns
        new(161, Integer, [Kernel("inode"), MemoryOut, Size], Only(Lsm)) { MightSleep = true }, // bpf_ima_inode_hash
        new(162, KernelPointerOrNull, [Kernel("file")], TypedTraces) { ReturnTypeName = "socket" }, // bpf_sock_from_file
        new(163, Integer, [Context, Anything, FixedInOut(4), Anything, Anything], Tc | Only(Xdp)) { IsGplOnly = true }, // bpf_check_mtu
        new(164, Integer, [Map, Callback, StackOrNull, Anything], Base), // bpf_for_each_map_elem
        new(165, Integer, [MemoryInOutOrNull, SizeOrZero, Text, MemoryOrNull, SizeOrZero], Base) { IsGplOnly = true }, // bpf_snprintf
        new(166, Integer, [Anything, Memory, Size], Only(Syscall)) { MightSleep = true }, // bpf_sys_bpf
        new(167, Integer, [Memory, Size, Anything, Anything], Only(Syscall)) { MightSleep = true }, // bpf_btf_find_by_name_kind
        new(168, Integer, [Anything], Only(Syscall)) { MightSleep = true }, // bpf_sys_close
        new(169, Integer, [TimerPlace, Map, Anything], Base) { IsGplOnly = true }, // bpf_timer_init
        new(170, Integer, [TimerPlace, Callback], Base) { IsGplOnly = true }, // bpf_timer_set_callback
        new(171, Integer, [TimerPlace, Anything, Anything], Base) { IsGplOnly = true }, // bpf_timer_start
        new(172, Integer, [TimerPlace], Base) { IsGplOnly = true }, // bpf_timer_cancel
        new(173, Integer, [Context], Only(Kprobe)), // bpf_get_func_ip
        new(173, Integer, [Context], TypedTraces | Only(Tracepoint, PerfEvent, RawTracepoint, RawTracepointWritable)) { IsGplOnly = true }, // bpf_get_func_ip
        new(174, Integer, [Context], Only(Kprobe, Tracepoint, PerfEvent, RawTracepoint, RawTracepointWritable, Tracing, Lsm)) { Conditions = HelperConditions.AttachPoint }, // bpf_get_attach_cookie
        new(175, KernelPointer, [Kernel("task_struct")], Base) { ReturnTypeName = "pt_regs", IsGplOnly = true }, // bpf_task_pt_regs
        new(176, Integer, [MemoryOut, SizeOrZero], Base) { IsGplOnly = true }, // bpf_get_branch_snapshot
        new(177, Integer, [Memory, Size, MemoryOrNull, SizeOrZero], Base) { IsGplOnly = true }, // bpf_trace_vprintk
        new(178, KernelPointerOrNull, [AnySocket], Sockets) { ReturnTypeName = "unix_sock" }, // bpf_skc_to_unix_sock
        new(179, Integer, [Memory, SizeOrZero, Anything, FixedOut(8)], Only(Syscall)), // bpf_kallsyms_lookup_name
        new(180, Integer, [Kernel("task_struct"), Anything, Callback, StackOrNull, Anything], Base), // bpf_find_vma
        new(181, Integer, [Scalar, Callback, StackOrNull, Anything], Base), // bpf_loop
        new(182, Integer, [Memory, Size, Text], Base), // bpf_strncmp
        new(183, Integer, [Context, Anything, FixedOut(8)], Only(Tracing, Lsm)) { Conditions = HelperConditions.AttachPoint }, // bpf_get_func_arg
        new(184, Integer, [Context, FixedOut(8)], Only(Tracing, Lsm)) { Conditions = HelperConditions.AttachPoint }, // bpf_get_func_ret
        new(185, Integer, [Context], Only(Tracing, Lsm)) { Conditions = HelperConditions.AttachPoint }, // bpf_get_func_arg_cnt
        new(186, Integer, [], Cgroups) { Conditions = HelperConditions.AttachPoint }, // bpf_get_retval
        new(187, Integer, [Anything], Cgroups) { Conditions = HelperConditions.AttachPoint }, // bpf_set_retval
        new(188, Integer, [Context], Only(Xdp)), // bpf_xdp_get_buff_len
        new(188, Integer, [Kernel("xdp_buff")], TypedTraces), // bpf_xdp_get_buff_len
        new(189, Integer, [Context, Anything, MemoryOut, Size], Only(Xdp)), // bpf_xdp_load_bytes
        new(190, Integer, [Context, Anything, Memory, Size], Only(Xdp)), // bpf_xdp_store_bytes
        new(191, Integer, [MemoryOut, SizeOrZero, Anything, Kernel("task_struct"), Anything], Base) { IsGplOnly = true, MightSleep = true }, // bpf_copy_from_user_task
        new(192, Integer, [Context, Anything, Anything], Tc), // bpf_skb_set_tstamp
        new(193, Integer, [Kernel("file"), MemoryOut, Size], Only(Lsm)) { MightSleep = true }, // bpf_ima_file_hash
        new(194, KernelPointerOrNull, [KernelPointerPlace, KernelPointerOrNullReleased], Base), // bpf_kptr_xchg
        new(195, MapValueOrNull, [Map, Key, Anything], Base) { TakesPackets = true }, // bpf_map_lookup_percpu_elem
        new(196, KernelPointerOrNull, [SocketCommon], Sockets) { ReturnTypeName = "mptcp_sock" }, // bpf_skc_to_mptcp_sock
        new(197, Integer, [MemoryOut, SizeOrZero, Anything, LocalDynamicPointerOut], Base), // bpf_dynptr_from_mem
        new(198, Integer, [Map, Anything, Anything, RingDynamicPointerOut], Base), // bpf_ringbuf_reserve_dynptr
        new(199, Nothing, [RingDynamicPointerReleased, Anything], Base), // bpf_ringbuf_submit_dynptr
        new(200, Nothing, [RingDynamicPointerReleased, Anything], Base), // bpf_ringbuf_discard_dynptr
        new(201, Integer, [MemoryOut, SizeOrZero, DynamicPointer, Anything, Anything], Base), // bpf_dynptr_read
        new(202, Integer, [DynamicPointer, Anything, Memory, SizeOrZero, Anything], Base), // bpf_dynptr_write
        new(203, DynamicMemoryOrNull, [DynamicPointer, Anything, AllocationSize], Base), // bpf_dynptr_data
        new(204, Integer, [Fixed(20), Memory, SizeOrZero], Tc | Only(Xdp)) { IsGplOnly = true, TakesPackets = true }, // bpf_tcp_raw_gen_syncookie_ipv4
        new(205, Integer, [Fixed(40), Memory, SizeOrZero], Tc | Only(Xdp)) { IsGplOnly = true, TakesPackets = true }, // bpf_tcp_raw_gen_syncookie_ipv6
        new(206, Integer, [Fixed(20), Fixed(20)], Tc | Only(Xdp)) { IsGplOnly = true, TakesPackets = true }, // bpf_tcp_raw_check_syncookie_ipv4
        new(207, Integer, [Fixed(40), Fixed(20)], Tc | Only(Xdp)) { IsGplOnly = true, TakesPackets = true }, // bpf_tcp_raw_check_syncookie_ipv6
        new(208, Integer, [], Base), // bpf_ktime_get_tai_ns
        new(209, Integer, [Map, Callback, StackOrNull, Anything], Base), // bpf_user_ringbuf_drain
        new(210, MapValueOrNull, [Map, KernelOrNull("cgroup"), ValueOrNull, Anything], Base), // bpf_cgrp_storage_get
        new(211, Integer, [Map, KernelOrNull("cgroup")], Base), // bpf_cgrp_storage_delete
    ];
}
