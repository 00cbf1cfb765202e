namespace Waggle.Bpf.Engines;

/// <summary>How a test run is made: <c>BPF_F_TEST_*</c> (include/uapi/linux/bpf.h).</summary>
[Flags]
public enum ProgramRunFlags : uint
{
    /// <summary>As usual.</summary>
    None = 0,

    /// <summary>On the CPU that <see cref="ProgramRun.Cpu"/> names: raw tracepoints (<c>BPF_F_TEST_RUN_ON_CPU</c>, 5.10).</summary>
    OnCpu = 1 << 0,

    /// <summary>XDP with real frames, which are sent, passed or redirected as the program says (<c>BPF_F_TEST_XDP_LIVE_FRAMES</c>, 5.18).</summary>
    LiveFrames = 1 << 1,

    /// <summary>TC: the packet has a complete checksum, which must still fit afterwards (<c>BPF_F_TEST_SKB_CHECKSUM_COMPLETE</c>, 6.14).</summary>
    CompleteChecksum = 1 << 2,
}
