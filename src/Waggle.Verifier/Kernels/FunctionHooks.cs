using System.Collections.Frozen;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;

namespace Waggle.Verifier.Kernels;

/// <summary>Which functions of the kernel programs can be attached to, and how.</summary>
/// <remarks>The sets and <c>bpf_check_attach_target</c> of kernel/bpf/verifier.c, Linux 6.12 and 6.18. Which functions let errors be injected
/// (<c>ALLOW_ERROR_INJECTION</c>) is in no table and no BTF: it is asked of the running kernel, or believed.</remarks>
internal static class FunctionHooks
{
    /// <summary>Functions that no program can be attached to: trampolines use them.</summary>
    public static FrozenSet<string> Denied { get; } = FrozenSet.Create(StringComparer.Ordinal,
        "migrate_disable", "migrate_enable", "rcu_read_unlock_strict", "preempt_count_add", "preempt_count_sub", "__rcu_read_lock", "__rcu_read_unlock");

    /// <summary>Functions that never return: fexit and fmod_ret are refused, since 6.15.</summary>
    public static FrozenSet<string> NeverReturning { get; } = FrozenSet.Create(StringComparer.Ordinal,
        "__ia32_sys_exit", "__ia32_sys_exit_group", "__x64_sys_exit", "__x64_sys_exit_group", "__kunit_abort", "kunit_try_catch_throw",
        "__module_put_and_kthread_exit", "do_exit", "do_group_exit", "kthread_complete_and_exit", "kthread_exit", "make_task_dead");

    /// <summary>Functions that let errors be injected, but are called where nothing may sleep.</summary>
    public static FrozenSet<string> NotSleepable { get; } = FrozenSet.Create(StringComparer.Ordinal,
        "__filemap_add_folio", "__add_to_page_cache_locked", "should_fail_alloc_page", "should_failslab");

    // register_btf_fmodret_id_set in net/bpf/test_run.c, net/mptcp/bpf.c and drivers/hid/bpf.
    private static readonly FrozenDictionary<string, (KernelVersion Since, KernelVersion Until, bool MaySleep)> s_modifiable =
        new Dictionary<string, (KernelVersion, KernelVersion, bool)>
        {
            ["bpf_modify_return_test"] = (new(6, 2), Never, false),
            ["bpf_modify_return_test2"] = (new(6, 6), Never, false),
            ["bpf_modify_return_test_tp"] = (new(6, 10), Never, false),
            ["bpf_fentry_test1"] = (new(6, 2), Never, true),
            ["update_socket_protocol"] = (new(6, 6), Never, false),
            ["hid_bpf_device_event"] = (new(6, 3), new(6, 11), false),
            ["hid_bpf_rdesc_fixup"] = (new(6, 3), new(6, 11), false),
            ["__hid_bpf_tail_call"] = (new(6, 3), new(6, 11), false),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private static KernelVersion Never => new(int.MaxValue, 0);

    /// <summary>Whether fmod_ret may replace what a function returns, as far as its name tells. So may it with what lets errors be injected.</summary>
    public static bool IsModifiable(string function, KernelVersion version) =>
        function.StartsWith("security_", StringComparison.Ordinal)
        || (s_modifiable.TryGetValue(function, out (KernelVersion Since, KernelVersion Until, bool MaySleep) row) && row.Since <= version && version < row.Until);

    /// <summary>Whether a program at a function may sleep, although no error can be injected there.</summary>
    public static bool MaySleep(string function, KernelVersion version) =>
        s_modifiable.TryGetValue(function, out (KernelVersion Since, KernelVersion Until, bool MaySleep) row) && row.MaySleep && row.Since <= version && version < row.Until;

    /// <summary>Whether programs of a type may sleep at all (<c>can_be_sleepable</c>). Of kprobes only those at functions of user space.</summary>
    public static bool MaySleep(ProgramType type, AttachType attachType, KernelVersion version) => type switch
    {
        ProgramType.Tracing => attachType switch
        {
            AttachType.TraceFentry or AttachType.TraceFexit or AttachType.ModifyReturn => version >= new KernelVersion(5, 10),
            AttachType.TraceIter => version >= new KernelVersion(5, 18),
            _ => false,
        },
        ProgramType.Lsm => attachType != AttachType.LsmCgroup && version >= new KernelVersion(5, 10),
        ProgramType.Syscall => version >= new KernelVersion(5, 14), // and must
        ProgramType.Kprobe => version >= new KernelVersion(6, 0),
        ProgramType.StructOps => version >= new KernelVersion(6, 3),
        _ => false,
    };

    /// <summary>Whether programs of a type can be extended (freplace): all but extensions and what traces functions.</summary>
    public static bool CanBeExtended(ProgramType type, AttachType attachType) => type switch
    {
        ProgramType.Extension => false,
        ProgramType.Tracing => attachType is not (AttachType.TraceFentry or AttachType.TraceFexit),
        _ => true,
    };

    /// <summary>Whether the arguments of a program at a hook are trusted (<c>prog_args_trusted</c>), since 6.2.</summary>
    /// <param name="type">Type of the program.</param>
    /// <param name="attachType">Where it is attached.</param>
    /// <param name="hook">Name of the function of an LSM hook.</param>
    /// <param name="version">The kernel.</param>
    public static bool HasTrustedArguments(ProgramType type, AttachType attachType, string? hook, KernelVersion version) => version >= new KernelVersion(6, 2) && type switch
    {
        ProgramType.Tracing => attachType is AttachType.TraceRawTp or AttachType.TraceIter,
        ProgramType.Lsm => hook is not null && !LsmHooks.Untrusted.Contains(hook),
        ProgramType.StructOps => true,
        _ => false,
    };

    /// <summary>Whether programs of a type must have a licence compatible with the GPL.</summary>
    public static bool NeedsGpl(ProgramType type) => type is ProgramType.Lsm or ProgramType.StructOps;
}
