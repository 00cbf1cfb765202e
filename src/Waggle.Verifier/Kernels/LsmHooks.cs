using System.Collections.Frozen;

namespace Waggle.Verifier.Kernels;

/// <summary>What is to be known of LSM hooks besides their arguments, which BTF has.</summary>
/// <remarks>The sets of kernel/bpf/bpf_lsm.c, Linux 6.12, and what the releases up to 6.18 changed. Names are those of the functions that
/// programs attach to.</remarks>
internal static class LsmHooks
{
    /// <summary>Start of the name of every hook's function.</summary>
    public const string Prefix = "bpf_lsm_";

    // A hook that has no entry here with a later version may sleep since sleepable programs exist, or since there is the hook.
    private static readonly FrozenDictionary<string, KernelVersion> s_sleepable = new (string Since, string[] Hooks)[]
    {
        ("5.11",
        [
            "bpf_lsm_bpf", "bpf_lsm_bpf_map", "bpf_lsm_bpf_prog", "bpf_lsm_bprm_check_security", "bpf_lsm_bprm_committed_creds",
            "bpf_lsm_bprm_committing_creds", "bpf_lsm_capget", "bpf_lsm_capset", "bpf_lsm_cred_prepare", "bpf_lsm_file_ioctl", "bpf_lsm_file_lock",
            "bpf_lsm_file_open", "bpf_lsm_file_receive", "bpf_lsm_inode_create", "bpf_lsm_inode_free_security", "bpf_lsm_inode_getattr",
            "bpf_lsm_inode_getxattr", "bpf_lsm_inode_mknod", "bpf_lsm_inode_need_killpriv", "bpf_lsm_inode_post_setxattr", "bpf_lsm_inode_readlink",
            "bpf_lsm_inode_rename", "bpf_lsm_inode_rmdir", "bpf_lsm_inode_setattr", "bpf_lsm_inode_setxattr", "bpf_lsm_inode_symlink",
            "bpf_lsm_inode_unlink", "bpf_lsm_kernel_module_request", "bpf_lsm_kernel_read_file", "bpf_lsm_kernfs_init_security",
            "bpf_lsm_path_unlink", "bpf_lsm_path_mkdir", "bpf_lsm_path_rmdir", "bpf_lsm_path_truncate", "bpf_lsm_path_symlink", "bpf_lsm_path_link",
            "bpf_lsm_path_rename", "bpf_lsm_path_chmod", "bpf_lsm_path_chown", "bpf_lsm_mmap_file", "bpf_lsm_netlink_send", "bpf_lsm_path_notify",
            "bpf_lsm_release_secctx", "bpf_lsm_sb_alloc_security", "bpf_lsm_sb_eat_lsm_opts", "bpf_lsm_sb_kern_mount", "bpf_lsm_sb_mount",
            "bpf_lsm_sb_remount", "bpf_lsm_sb_set_mnt_opts", "bpf_lsm_sb_show_options", "bpf_lsm_sb_statfs", "bpf_lsm_sb_umount", "bpf_lsm_settime",
            "bpf_lsm_socket_accept", "bpf_lsm_socket_bind", "bpf_lsm_socket_connect", "bpf_lsm_socket_create", "bpf_lsm_socket_getpeername",
            "bpf_lsm_socket_getpeersec_dgram", "bpf_lsm_socket_getsockname", "bpf_lsm_socket_getsockopt", "bpf_lsm_socket_listen",
            "bpf_lsm_socket_post_create", "bpf_lsm_socket_recvmsg", "bpf_lsm_socket_sendmsg", "bpf_lsm_socket_shutdown", "bpf_lsm_socket_socketpair",
            "bpf_lsm_syslog", "bpf_lsm_task_alloc", "bpf_lsm_current_getsecid_subj", "bpf_lsm_task_getsecid_obj", "bpf_lsm_task_prctl",
            "bpf_lsm_task_setscheduler",
        ]),
        ("6.1", ["bpf_lsm_userns_create"]),
        ("6.9", ["bpf_lsm_bpf_map_create", "bpf_lsm_bpf_map_free", "bpf_lsm_bpf_prog_load", "bpf_lsm_bpf_token_create", "bpf_lsm_bpf_token_free",
            "bpf_lsm_bpf_token_cmd", "bpf_lsm_bpf_token_capable", "bpf_lsm_file_post_open"]),
        ("5.11", ["bpf_lsm_bprm_creds_for_exec", "bpf_lsm_bprm_creds_from_file"]),
        ("6.15", ["bpf_lsm_inode_post_removexattr", "bpf_lsm_inode_removexattr"]),
    }.SelectMany(row => row.Hooks, (row, hook) => (hook, row.Since)).ToFrozenDictionary(row => row.hook, row => KernelVersion.Parse(row.Since), StringComparer.Ordinal);

    /// <summary>Hooks that return true or false; all others with a result return 0 or a negative error number.</summary>
    public static FrozenSet<string> Booleans { get; } = FrozenSet.Create(StringComparer.Ordinal,
        "bpf_lsm_xfrm_state_pol_flow_match", "bpf_lsm_audit_rule_known", "bpf_lsm_inode_xattr_skipcap");

    /// <summary>Hooks that programs can't attach to, since 6.12 and fixes of 6.1 and 6.6: what they return is no error number.</summary>
    public static FrozenSet<string> Disabled { get; } = FrozenSet.Create(StringComparer.Ordinal,
        "bpf_lsm_vm_enough_memory", "bpf_lsm_inode_need_killpriv", "bpf_lsm_inode_getsecurity", "bpf_lsm_inode_listsecurity",
        "bpf_lsm_inode_copy_up_xattr", "bpf_lsm_getselfattr", "bpf_lsm_getprocattr", "bpf_lsm_setprocattr", "bpf_lsm_key_getsecurity",
        "bpf_lsm_audit_rule_match", "bpf_lsm_xfrm_decode_session", "bpf_lsm_ismaclabel");

    /// <summary>Hooks whose arguments are not trusted: the objects are being made or freed.</summary>
    public static FrozenSet<string> Untrusted { get; } = FrozenSet.Create(StringComparer.Ordinal,
        "bpf_lsm_bpf_map_free", "bpf_lsm_bpf_prog_free", "bpf_lsm_file_alloc_security", "bpf_lsm_file_free_security", "bpf_lsm_sk_alloc_security",
        "bpf_lsm_sk_free_security", "bpf_lsm_task_free");

    /// <summary>Hooks whose socket is locked: they may call bpf_setsockopt and bpf_getsockopt.</summary>
    public static FrozenSet<string> WithLockedSocket { get; } = FrozenSet.Create(StringComparer.Ordinal,
        "bpf_lsm_sock_graft", "bpf_lsm_inet_csk_clone", "bpf_lsm_inet_conn_established");

    /// <summary>Hooks whose socket is not locked, but not in use yet either: they may call them too.</summary>
    public static FrozenSet<string> WithNewSocket { get; } = FrozenSet.Create(StringComparer.Ordinal,
        "bpf_lsm_socket_post_create", "bpf_lsm_socket_socketpair");

    /// <summary>Hooks that a program of a cgroup sees for the cgroup of the task that runs, whatever their arguments are.</summary>
    public static FrozenSet<string> OfCurrentTask { get; } = FrozenSet.Create(StringComparer.Ordinal,
        "bpf_lsm_sk_alloc_security", "bpf_lsm_sk_free_security");

    /// <summary>Hooks where programs may sleep, in one version or another.</summary>
    public static IEnumerable<string> Sleepable => s_sleepable.Keys;

    /// <summary>Whether a program at a hook may sleep.</summary>
    public static bool MaySleep(string hook, KernelVersion version) => s_sleepable.TryGetValue(hook, out KernelVersion since) && since <= version;

    /// <summary>Whether programs can be attached to a hook.</summary>
    public static bool CanAttach(string hook, KernelVersion version) =>
        hook.StartsWith(Prefix, StringComparison.Ordinal) && (version < new KernelVersion(6, 1) || !Disabled.Contains(hook));
}
