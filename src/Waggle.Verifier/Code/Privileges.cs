using System.Collections.Frozen;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;

namespace Waggle.Verifier.Code;

/// <summary>What programs, maps and helpers there are for whom.</summary>
/// <remarks><c>bpf_prog_load</c> and <c>map_create</c> in kernel/bpf/syscall.c, <c>bpf_base_func_proto</c> in kernel/bpf/helpers.c,
/// <c>bpf_sk_base_func_proto</c> and <c>cg_skb_is_valid_access</c> in net/core/filter.c, Linux 6.12.</remarks>
internal static class Privileges
{
    private const int TimeStamp = 152; // __sk_buff.tstamp

    private static readonly FrozenSet<string> s_capableHelpers = FrozenSet.Create(
        "bpf_spin_lock", "bpf_spin_unlock", "bpf_jiffies64", "bpf_per_cpu_ptr", "bpf_this_cpu_ptr", "bpf_timer_init", "bpf_timer_set_callback", "bpf_timer_start",
        "bpf_timer_cancel", "bpf_kptr_xchg", "bpf_for_each_map_elem", "bpf_loop", "bpf_user_ringbuf_drain", "bpf_ringbuf_reserve_dynptr",
        "bpf_ringbuf_submit_dynptr", "bpf_ringbuf_discard_dynptr", "bpf_dynptr_from_mem", "bpf_dynptr_read", "bpf_dynptr_write", "bpf_dynptr_data",
        "bpf_cgrp_storage_get", "bpf_cgrp_storage_delete", "bpf_get_current_cgroup_id", "bpf_get_current_ancestor_cgroup_id");

    private static readonly FrozenSet<string> s_leakingHelpers = FrozenSet.Create(
        "bpf_trace_printk", "bpf_get_current_task", "bpf_get_current_task_btf", "bpf_probe_read_user", "bpf_probe_read_kernel", "bpf_probe_read_user_str",
        "bpf_probe_read_kernel_str", "bpf_snprintf_btf", "bpf_snprintf", "bpf_task_pt_regs", "bpf_trace_vprintk", "bpf_skc_to_tcp6_sock", "bpf_skc_to_tcp_sock",
        "bpf_skc_to_tcp_timewait_sock", "bpf_skc_to_tcp_request_sock", "bpf_skc_to_udp6_sock", "bpf_skc_to_unix_sock", "bpf_skc_to_mptcp_sock");

    private static readonly FrozenSet<MapType> s_mapsForAll = FrozenSet.Create(
        MapType.Array, MapType.PerCpuArray, MapType.ProgramArray, MapType.PerfEventArray, MapType.CgroupArray, MapType.ArrayOfMaps, MapType.Hash, MapType.PerCpuHash,
        MapType.HashOfMaps, MapType.RingBuffer, MapType.UserRingBuffer, MapType.CgroupStorageDeprecated, MapType.PerCpuCgroupStorageDeprecated);

    /// <summary>Refuses what can't be loaded at all, whatever its instructions do.</summary>
    /// <exception cref="RejectionException">It can't be.</exception>
    public static void Check(BpfObject obj, ProgramSpec program, Policy policy)
    {
        if (policy.Host is not null || (policy.IsCapable && policy.MayLeak)) return;
        if (!policy.IsCapable && program.Type is not (ProgramType.SocketFilter or ProgramType.CgroupSkb))
            throw new RejectionException(Rule.NeedsPrivilege, 0, $"programs of type {program.Type} are for who has CAP_BPF");
        foreach (MapReference reference in program.MapReferences)
        {
            if (obj.Maps.FirstOrDefault(map => map.Name == reference.MapName) is not { } map) continue;
            if (map.Type == MapType.Arena) throw new RejectionException(Rule.NeedsPrivilege, reference.InstructionIndex, "CAP_BPF and CAP_PERFMON are required to use arena");
            if (!policy.IsCapable && !IsForAll(map)) throw new RejectionException(Rule.NeedsPrivilege, reference.InstructionIndex, $"map '{map.Name}' of type {map.Type} is for who has CAP_BPF");
        }

        for (int slot = 0; !policy.IsCapable && slot < program.Instructions.Length; slot++)
        {
            if (NamesFunction(program.Instructions[slot]))
                throw new RejectionException(Rule.NeedsPrivilege, slot, "loading/calling other bpf or kernel functions are allowed for CAP_BPF and CAP_SYS_ADMIN");
            if (program.Instructions[slot].IsWide) slot++;
        }
    }

    /// <summary>Whether a helper is there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="isCapable">Whether there is CAP_BPF.</param>
    /// <param name="mayLeak">Whether there is CAP_PERFMON.</param>
    public static bool HasHelper(string name, bool isCapable, bool mayLeak) =>
        (isCapable || !s_capableHelpers.Contains(name)) && (mayLeak || !s_leakingHelpers.Contains(name));

    /// <summary>Whether a field of the context is there without CAP_BPF.</summary>
    public static bool HasField(ProgramType type, ContextValue value, int offset, bool isWrite) =>
        type != ProgramType.CgroupSkb || (value is not (ContextValue.Packet or ContextValue.PacketEnd) && !(isWrite && offset is >= TimeStamp and < TimeStamp + sizeof(ulong)));

    // A seed of zero makes the places of keys foreseeable.
    private static bool IsForAll(MapSpec map)
    {
        const uint ZeroSeed = 1 << 6; // BPF_F_ZERO_SEED
        return s_mapsForAll.Contains(map.Type) && (map.Flags & ZeroSeed) == 0;
    }

    private static bool NamesFunction(in Instruction instruction) =>
        instruction.IsWide ? instruction.Source == (Register)PseudoSource.Function
            : instruction.Opcode is { Class: InstructionClass.Jmp, JumpOperation: JumpOperation.Call } && (CallKind)instruction.Source != CallKind.Helper;
}
