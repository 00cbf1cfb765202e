using Waggle.Bpf.Catalog;

namespace Waggle.Testing;

/// <summary>What a test run of a kind of program takes and gives back (net/bpf/test_run.c, Linux 6.18).</summary>
/// <param name="HasPacket">A packet, in and out.</param>
/// <param name="HasContextOut">A context that comes back.</param>
/// <param name="IsRunByKernel">Whether the kernel makes test runs of it.</param>
internal readonly record struct TestRunNeeds(bool HasPacket, bool HasContextOut, bool IsRunByKernel)
{
    internal static TestRunNeeds Of(ProgramType type) => type switch
    {
        ProgramType.Xdp or ProgramType.SchedCls or ProgramType.SchedAct or ProgramType.SocketFilter or ProgramType.CgroupSkb
            or ProgramType.LwtIn or ProgramType.LwtOut or ProgramType.LwtXmit or ProgramType.LwtSeg6Local => new(true, true, true),
        ProgramType.FlowDissector => new(true, false, true),
        ProgramType.Netfilter or ProgramType.RawTracepoint or ProgramType.RawTracepointWritable or ProgramType.SkLookup => new(false, false, true),
        ProgramType.Syscall => new(false, true, true),
        _ => new(false, true, false),
    };
}
