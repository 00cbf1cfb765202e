using System.Collections.Frozen;
using System.Collections.Immutable;
using Waggle.Bpf.Catalog;

namespace Waggle.Verifier.Kernels;

/// <summary>The functions of the kernel and of its modules that programs may call.</summary>
/// <remarks>Unlike helpers they are no stable interface. A kernel may be built without those of a subject. Immutable and thread-safe.</remarks>
internal static class KernelFunctions
{
    private static readonly FrozenDictionary<string, ImmutableArray<KernelFunction>> s_byName = KernelFunctionRows.Rows
        .GroupBy(row => row.Name).ToFrozenDictionary(rows => rows.Key, rows => rows.ToImmutableArray(), StringComparer.Ordinal);

    // Since when types have a hook of their own that functions are registered for; bpf_prog_type_to_kfunc_hook in kernel/bpf/btf.c.
    private static readonly FrozenDictionary<ProgramType, KernelVersion> s_hooks = new (string Since, ProgramType[] Types)[]
    {
        ("5.13", [ProgramType.StructOps]),
        ("5.18", [ProgramType.Xdp, ProgramType.SchedCls]),
        ("5.19", [ProgramType.Tracing, ProgramType.Syscall]),
        ("6.1", [ProgramType.Lsm]),
        ("6.4", [ProgramType.CgroupSkb, ProgramType.SchedAct, ProgramType.SkSkb, ProgramType.SocketFilter,
            ProgramType.LwtIn, ProgramType.LwtOut, ProgramType.LwtXmit, ProgramType.LwtSeg6Local]),
        ("6.5", [ProgramType.Netfilter]),
        ("6.7", [ProgramType.CgroupSockAddr]),
        ("6.10", [ProgramType.Kprobe]),
        ("6.12", [ProgramType.Tracepoint, ProgramType.PerfEvent, ProgramType.CgroupSock, ProgramType.CgroupDevice, ProgramType.CgroupSockopt, ProgramType.CgroupSysctl]),
        ("6.15", [ProgramType.SockOps]),
    }.SelectMany(row => row.Types, (row, type) => (type, row.Since)).ToFrozenDictionary(row => row.type, row => KernelVersion.Parse(row.Since));

    private static readonly ProgramTypeSet s_everyType = ProgramTypeSet.Of(Enum.GetValues<ProgramType>());

    /// <summary>All rows.</summary>
    public static IReadOnlyList<KernelFunction> All => KernelFunctionRows.Rows;

    /// <summary>All rows of a function, for its versions and types of program.</summary>
    public static ImmutableArray<KernelFunction> Of(string name) => s_byName.TryGetValue(name, out ImmutableArray<KernelFunction> rows) ? rows : [];

    /// <summary>The row that holds for programs of a type in a version.</summary>
    /// <returns>Null if they can't call it, or there is no such function.</returns>
    public static KernelFunction? Find(string name, ProgramType type, KernelVersion version)
    {
        foreach (KernelFunction row in Of(name))
        {
            if (row.IsIn(version) && Since(row, type) <= version) return row;
        }
        return null;
    }

    /// <summary>Since when programs of a type can call a function; null if they never can.</summary>
    public static KernelVersion? Since(KernelFunction row, ProgramType type)
    {
        if (!row.Serves(type)) return null;
        KernelVersion since = row.Since;
        if (row.Types == s_everyType) return since;
        if (!s_hooks.TryGetValue(type, out KernelVersion hook)) return null;
        if (hook > since) since = hook;
        foreach ((ProgramTypeSet set, ProgramTypeSet types, KernelVersion widened) in KernelFunctionRows.Widenings)
        {
            if (set == row.Types && types.Contains(type) && widened > since) since = widened;
        }
        return since;
    }

    /// <summary>Whether functions can be registered for a type of program in a version; if not, it calls those that are for all types.</summary>
    public static bool HasHook(ProgramType type, KernelVersion version) => s_hooks.TryGetValue(type, out KernelVersion since) && since <= version;
}
