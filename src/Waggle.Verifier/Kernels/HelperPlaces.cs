using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using static Waggle.Bpf.Objects.AttachType;

namespace Waggle.Verifier.Kernels;

/// <summary>Helpers that a type of program has at some places only.</summary>
/// <remarks><c>cgroup_common_func_proto</c> in kernel/bpf/cgroup.c, Linux 6.12.</remarks>
internal static class HelperPlaces
{
    private const int GetReturnValue = 186, SetReturnValue = 187; // bpf_get_retval, bpf_set_retval

    // What these return is not the system call's result.
    private static readonly AttachType[] s_withoutReturnValue =
    [
        CgroupInetIngress, CgroupInetEgress, CgroupSockOps, CgroupUdp4Recvmsg, CgroupUdp6Recvmsg, CgroupUnixRecvmsg, CgroupInet4Getpeername, CgroupInet6Getpeername,
        CgroupUnixGetpeername, CgroupInet4Getsockname, CgroupInet6Getsockname, CgroupUnixGetsockname,
    ];

    /// <summary>Whether a program of a type that has a helper has it where it is attached.</summary>
    public static bool Has(int helper, ProgramType type, AttachType attachType) =>
        helper is not (GetReturnValue or SetReturnValue) || type is ProgramType.Lsm or ProgramType.CgroupDevice or ProgramType.CgroupSysctl or ProgramType.CgroupSockopt
        || (type != ProgramType.SockOps && Array.IndexOf(s_withoutReturnValue, attachType) < 0);
}
