using System.Collections.Frozen;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using static Waggle.Bpf.Objects.AttachType;

namespace Waggle.Verifier.Kernels;

/// <summary>Helpers that a type of program has at some places only.</summary>
/// <remarks><c>cgroup_common_func_proto</c> in kernel/bpf/cgroup.c, <c>bpf_sk_storage_tracing_allowed</c> in net/core/bpf_sk_storage.c,
/// <c>bpf_d_path_allowed</c> and <c>tracing_prog_func_proto</c> in kernel/trace/bpf_trace.c, Linux 6.12.</remarks>
internal static class HelperPlaces
{
    // bpf_get_retval, bpf_set_retval, bpf_sk_storage_get, bpf_sk_storage_delete, bpf_d_path, bpf_get_attach_cookie
    private const int GetReturnValue = 186, SetReturnValue = 187, StorageOfSocket = 107, NoStorageOfSocket = 108, PathText = 147, AttachCookie = 174;

    // What these return is not the system call's result.
    private static readonly AttachType[] s_withoutReturnValue =
    [
        CgroupInetIngress, CgroupInetEgress, CgroupSockOps, CgroupUdp4Recvmsg, CgroupUdp6Recvmsg, CgroupUnixRecvmsg, CgroupInet4Getpeername, CgroupInet6Getpeername,
        CgroupUnixGetpeername, CgroupInet4Getsockname, CgroupInet6Getsockname, CgroupUnixGetsockname,
    ];

    // btf_allowlist_d_path
    private static readonly FrozenSet<string> s_withPaths = FrozenSet.Create(StringComparer.Ordinal,
        "security_file_permission", "security_inode_getattr", "security_file_open", "security_path_truncate", "vfs_truncate", "vfs_fallocate", "dentry_open",
        "vfs_getattr", "filp_close");

    /// <summary>Whether a program of a type that has a helper has it where it is attached.</summary>
    /// <param name="helper">Number of the helper.</param>
    /// <param name="type">Type of the program.</param>
    /// <param name="attachType">How it is attached.</param>
    /// <param name="target">Name of the function or hook that it is attached to.</param>
    /// <param name="version">The kernel.</param>
    public static bool Has(int helper, ProgramType type, AttachType attachType, string target, KernelVersion version) => helper switch
    {
        GetReturnValue or SetReturnValue => type is ProgramType.Lsm or ProgramType.CgroupDevice or ProgramType.CgroupSysctl or ProgramType.CgroupSockopt
            || (type != ProgramType.SockOps && Array.IndexOf(s_withoutReturnValue, attachType) < 0),
        StorageOfSocket or NoStorageOfSocket when type == ProgramType.Tracing => attachType is TraceIter or TraceRawTp
            || (attachType is TraceFentry or TraceFexit && !target.StartsWith("bpf_sk_storage", StringComparison.Ordinal)),
        AttachCookie when type == ProgramType.Tracing && attachType == TraceRawTp => version >= new KernelVersion(6, 10), // 68ca5d4eebb8
        PathText when type == ProgramType.Lsm => LsmHooks.MaySleep(LsmHooks.Prefix + target, version),
        PathText when type == ProgramType.Tracing => attachType == TraceIter || s_withPaths.Contains(target),
        _ => true,
    };
}
