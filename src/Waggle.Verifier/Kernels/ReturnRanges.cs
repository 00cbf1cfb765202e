using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using static Waggle.Bpf.Objects.AttachType;

namespace Waggle.Verifier.Kernels;

/// <summary>What programs may return, by type and place.</summary>
/// <remarks>Rules: <c>check_return_code</c> in kernel/bpf/verifier.c and <c>bpf_lsm_get_retval_range</c> in kernel/bpf/bpf_lsm.c, Linux 6.12. What has
/// no row may return any number. What is attached to a function without a result (LSM, struct_ops) need not set R0 at all.</remarks>
internal static class ReturnRanges
{
    private const ulong Anywhere = ulong.MaxValue;
    private const int LargestErrorNumber = 4095; // MAX_ERRNO

    // The narrowest row of a type that applies comes first.
    private static readonly ReturnRange[] s_rows =
    [
        Row(ProgramType.CgroupSockAddr, At(CgroupUdp4Recvmsg, CgroupUdp6Recvmsg), 1, 1, "5.2"),
        Row(ProgramType.CgroupSockAddr, At(CgroupInet4Getpeername, CgroupInet6Getpeername, CgroupInet4Getsockname, CgroupInet6Getsockname), 1, 1, "5.8"),
        Row(ProgramType.CgroupSockAddr, At(CgroupUnixRecvmsg, CgroupUnixGetpeername, CgroupUnixGetsockname), 1, 1, "6.7"),
        Row(ProgramType.CgroupSockAddr, At(CgroupInet4Bind, CgroupInet6Bind), 0, 3, "5.12"),
        Row(ProgramType.CgroupSockAddr, Anywhere, 0, 1, "4.17"),
        Row(ProgramType.CgroupSkb, At(CgroupInetEgress), 0, 3, "5.1"),
        Row(ProgramType.CgroupSkb, Anywhere, 0, 1, "4.14"),
        Row(ProgramType.CgroupSock, Anywhere, 0, 1, "4.14"),
        Row(ProgramType.SockOps, Anywhere, 0, 1, "4.14"),
        Row(ProgramType.CgroupDevice, Anywhere, 0, 1, "4.15"),
        Row(ProgramType.CgroupSysctl, Anywhere, 0, 1, "5.2"),
        Row(ProgramType.CgroupSockopt, Anywhere, 0, 1, "5.3"),
        Row(ProgramType.Tracing, At(TraceFentry, TraceFexit), 0, 0, "5.7"),
        Row(ProgramType.Tracing, At(TraceIter), 0, 1, "5.8"),
        Row(ProgramType.Kprobe, At(TraceKprobeSession), 0, 1, "6.10"),
        Row(ProgramType.Kprobe, At(TraceUprobeSession), 0, 1, "6.13"),
        Row(ProgramType.SkLookup, Anywhere, 0, 1, "5.9"), // SK_DROP, SK_PASS
        Row(ProgramType.Netfilter, Anywhere, 0, 1, "6.4"), // NF_DROP, NF_ACCEPT
        Row(ProgramType.Lsm, At(LsmCgroup), 0, 1, "6.0"),
    ];

    /// <summary>All of them, but for what <see cref="OfLsmHook"/> says.</summary>
    public static IReadOnlyList<ReturnRange> All => s_rows;

    /// <summary>What the function that a timer or work queue calls may return.</summary>
    public static (int Minimum, int Maximum) OfTimerCallback => (0, 0);

    /// <summary>What the function that bpf_loop and its like call may return: 1 ends them.</summary>
    public static (int Minimum, int Maximum) OfCallback => (0, 1);

    /// <summary>What a program may return in a version.</summary>
    /// <returns>Null if any number will do; what LSM programs may return depends on their hook: <see cref="OfLsmHook"/>.</returns>
    public static ReturnRange? Find(ProgramType type, AttachType attachType, KernelVersion version)
    {
        foreach (ReturnRange row in s_rows)
        {
            if (row.Type == type && (row.AttachTypes >> (int)attachType & 1) != 0 && row.Since <= version) return row;
        }
        return null;
    }

    /// <summary>What an LSM program (not one of a cgroup) may return, if its hook has a result.</summary>
    /// <param name="hook">As in "bpf_lsm_file_open".</param>
    /// <param name="version">Versions before 6.12 take any number.</param>
    /// <returns>Null if any number will do.</returns>
    public static ReturnRange? OfLsmHook(string hook, KernelVersion version)
    {
        var since = new KernelVersion(6, 12); // 5d99e198be27
        if (version < since) return null;
        bool isBoolean = LsmHooks.Booleans.Contains(hook);
        return new(ProgramType.Lsm, At(LsmMac), isBoolean ? 0 : -LargestErrorNumber, isBoolean ? 1 : 0, since) { Is32Bit = true };
    }

    /// <summary>Whether what a program of a cgroup that is said to be for egress returns tells that it can be nowhere else (2 and 3).</summary>
    public static bool IsEgressOnly(int minimum, int maximum) => minimum >= 2 && maximum <= 3;

    private static ReturnRange Row(ProgramType type, ulong attachTypes, int minimum, int maximum, string since) =>
        new(type, attachTypes, minimum, maximum, KernelVersion.Parse(since));

    private static ulong At(params ReadOnlySpan<AttachType> types)
    {
        ulong bits = 0;
        foreach (AttachType type in types) bits |= 1ul << (int)type;
        return bits;
    }
}
