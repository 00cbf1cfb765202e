using System.Collections.Frozen;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using static Waggle.Bpf.Catalog.MapType;

namespace Waggle.Verifier.Kernels;

/// <summary>Which helpers take which maps, and which programs may hold which maps.</summary>
/// <remarks>Rules: <c>check_map_func_compatibility</c>, <c>may_update_sockmap</c> and <c>check_map_prog_compatibility</c> in kernel/bpf/verifier.c, Linux
/// 6.12. A map type without a row goes with all helpers that want no type of their own, and the other way round.</remarks>
internal static class MapUses
{
    private const int Update = 2, Delete = 3; // bpf_map_update_elem, bpf_map_delete_elem

    // What maps are for.
    private static readonly (MapType[] Maps, string[] Helpers)[] s_byMap =
    [
        ([ProgramArray], ["bpf_tail_call"]),
        ([PerfEventArray], ["bpf_perf_event_read", "bpf_perf_event_output", "bpf_skb_output", "bpf_perf_event_read_value", "bpf_xdp_output"]),
        ([RingBuffer], ["bpf_ringbuf_output", "bpf_ringbuf_reserve", "bpf_ringbuf_query", "bpf_ringbuf_reserve_dynptr", "bpf_ringbuf_submit_dynptr", "bpf_ringbuf_discard_dynptr"]),
        ([UserRingBuffer], ["bpf_user_ringbuf_drain"]),
        ([StackTrace], ["bpf_get_stackid"]),
        ([CgroupArray], ["bpf_skb_under_cgroup", "bpf_current_task_under_cgroup"]),
        ([CgroupStorageDeprecated, PerCpuCgroupStorageDeprecated], ["bpf_get_local_storage"]),
        ([DevMap, DevMapHash, XskMap], ["bpf_redirect_map", "bpf_map_lookup_elem"]),
        ([CpuMap], ["bpf_redirect_map"]),
        ([ArrayOfMaps, HashOfMaps], ["bpf_map_lookup_elem"]),
        // And update and delete, where MayUpdateSockets says so.
        ([SockMap], ["bpf_sk_redirect_map", "bpf_sock_map_update", "bpf_msg_redirect_map", "bpf_sk_select_reuseport", "bpf_map_lookup_elem"]),
        ([SockHash], ["bpf_sk_redirect_hash", "bpf_sock_hash_update", "bpf_msg_redirect_hash", "bpf_sk_select_reuseport", "bpf_map_lookup_elem"]),
        ([ReuseportSockArray], ["bpf_sk_select_reuseport"]),
        ([MapType.Queue, MapType.Stack], ["bpf_map_peek_elem", "bpf_map_pop_elem", "bpf_map_push_elem"]),
        ([SkStorage], ["bpf_sk_storage_get", "bpf_sk_storage_delete", "bpf_kptr_xchg"]),
        ([InodeStorage], ["bpf_inode_storage_get", "bpf_inode_storage_delete", "bpf_kptr_xchg"]),
        ([TaskStorage], ["bpf_task_storage_get", "bpf_task_storage_delete", "bpf_kptr_xchg"]),
        ([CgroupStorage], ["bpf_cgrp_storage_get", "bpf_cgrp_storage_delete", "bpf_kptr_xchg"]),
        ([BloomFilter], ["bpf_map_peek_elem", "bpf_map_push_elem"]),
    ];

    // What helpers are for.
    private static readonly (string[] Helpers, MapType[] Maps)[] s_byHelper =
    [
        (["bpf_tail_call"], [ProgramArray]),
        (["bpf_perf_event_read", "bpf_perf_event_output", "bpf_perf_event_read_value", "bpf_skb_output", "bpf_xdp_output"], [PerfEventArray]),
        (["bpf_ringbuf_output", "bpf_ringbuf_reserve", "bpf_ringbuf_query", "bpf_ringbuf_reserve_dynptr", "bpf_ringbuf_submit_dynptr", "bpf_ringbuf_discard_dynptr"], [RingBuffer]),
        (["bpf_user_ringbuf_drain"], [UserRingBuffer]),
        (["bpf_get_stackid"], [StackTrace]),
        (["bpf_current_task_under_cgroup", "bpf_skb_under_cgroup"], [CgroupArray]),
        (["bpf_redirect_map"], [DevMap, DevMapHash, CpuMap, XskMap]),
        (["bpf_sk_redirect_map", "bpf_msg_redirect_map", "bpf_sock_map_update"], [SockMap]),
        (["bpf_sk_redirect_hash", "bpf_msg_redirect_hash", "bpf_sock_hash_update"], [SockHash]),
        (["bpf_get_local_storage"], [CgroupStorageDeprecated, PerCpuCgroupStorageDeprecated]),
        (["bpf_sk_select_reuseport"], [ReuseportSockArray, SockMap, SockHash]),
        (["bpf_map_pop_elem"], [MapType.Queue, MapType.Stack]),
        (["bpf_map_peek_elem", "bpf_map_push_elem"], [MapType.Queue, MapType.Stack, BloomFilter]),
        (["bpf_map_lookup_percpu_elem"], [PerCpuArray, PerCpuHash, LruPerCpuHash]),
        (["bpf_sk_storage_get", "bpf_sk_storage_delete"], [SkStorage]),
        (["bpf_inode_storage_get", "bpf_inode_storage_delete"], [InodeStorage]),
        (["bpf_task_storage_get", "bpf_task_storage_delete"], [TaskStorage]),
        (["bpf_cgrp_storage_get", "bpf_cgrp_storage_delete"], [CgroupStorage]),
    ];

    // Sockets are not locked there, so maps of them can be changed.
    private static readonly ProgramTypeSet s_socketUpdaters = ProgramTypeSet.Of(
        ProgramType.SocketFilter, ProgramType.SchedCls, ProgramType.SchedAct, ProgramType.Xdp, ProgramType.SkReuseport, ProgramType.FlowDissector, ProgramType.SkLookup);

    // is_tracing_prog_type
    private static readonly ProgramTypeSet s_tracing = ProgramTypeSet.Of(
        ProgramType.Kprobe, ProgramType.Tracepoint, ProgramType.PerfEvent, ProgramType.RawTracepoint, ProgramType.RawTracepointWritable);

    private static readonly FrozenDictionary<MapType, KernelVersion> s_sleepable = new (string Since, MapType[] Maps)[]
    {
        ("5.10", [Hash, LruHash, MapType.Array]),
        ("5.11", [RingBuffer]),
        ("5.12", [PerCpuHash, PerCpuArray, LruPerCpuHash, ArrayOfMaps, HashOfMaps]),
        ("5.17", [InodeStorage, SkStorage, TaskStorage]),
        ("6.1", [UserRingBuffer]),
        ("6.2", [CgroupStorage]),
        ("6.8", [MapType.Queue, MapType.Stack]),
        ("6.9", [Arena]),
    }.SelectMany(row => row.Maps, (row, map) => (map, row.Since)).ToFrozenDictionary(row => row.map, row => KernelVersion.Parse(row.Since));

    private static readonly FrozenDictionary<MapType, int[]> s_helpersOfMap = s_byMap
        .SelectMany(row => row.Maps, (row, map) => (map, row.Helpers)).ToFrozenDictionary(row => row.map, row => Numbers(row.Helpers));

    private static readonly FrozenDictionary<int, MapType[]> s_mapsOfHelper = s_byHelper
        .SelectMany(row => Numbers(row.Helpers), (row, number) => (number, row.Maps)).ToFrozenDictionary(row => row.number, row => row.Maps);

    /// <summary>Whether a helper takes a map.</summary>
    /// <param name="map">Type of the map.</param>
    /// <param name="helper">Number of the helper, which has an argument that is a map.</param>
    /// <param name="type">Type of the program.</param>
    /// <param name="attachType">Where the program is attached.</param>
    public static bool Takes(MapType map, int helper, ProgramType type, AttachType attachType)
    {
        if (s_mapsOfHelper.TryGetValue(helper, out MapType[]? maps) && !maps.Contains(map)) return false;
        if (!s_helpersOfMap.TryGetValue(map, out int[]? helpers) || helpers.Contains(helper)) return true;
        return map is SockMap or SockHash && MayUpdateSockets(helper, type, attachType);
    }

    /// <summary>Whether sleepable programs may hold a map, and since when.</summary>
    /// <returns>Null if they may not.</returns>
    public static KernelVersion? SleepableSince(MapType map) => s_sleepable.TryGetValue(map, out KernelVersion since) ? since : null;

    /// <summary>Whether programs of a type may hold maps with a <c>bpf_spin_lock</c>.</summary>
    public static bool MayHoldSpinLocks(ProgramType type) => type != ProgramType.SocketFilter && !s_tracing.Contains(type);

    /// <summary>Whether programs of a type may hold maps with timers, work queues, lists or trees.</summary>
    public static bool MayHoldTimersAndLists(ProgramType type) => !s_tracing.Contains(type);

    private static bool MayUpdateSockets(int helper, ProgramType type, AttachType attachType) => type switch
    {
        ProgramType.Tracing => helper is Update or Delete && attachType == AttachType.TraceIter,
        ProgramType.SockOps => helper == Delete,
        _ => helper is Update or Delete && s_socketUpdaters.Contains(type),
    };

    private static int[] Numbers(string[] names) => [.. names.Select(name => HelperNames.NumberOf(name)!.Value)];
}
