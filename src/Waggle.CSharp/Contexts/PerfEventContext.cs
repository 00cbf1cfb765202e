using System.Runtime.InteropServices;

namespace Waggle.CSharp;

/// <summary>A sample of a perf event: <c>struct bpf_perf_event_data</c> (Linux 4.9).</summary>
/// <remarks></remarks>
[StructLayout(LayoutKind.Sequential)]
[BtfName("bpf_perf_event_data")]
public partial struct PerfEventContext
{
    private CpuRegisters _registers;
    private readonly ulong _period;
    private readonly ulong _address;

    /// <summary>Registers of what was interrupted.</summary>
    public readonly CpuRegisters Registers => _registers;

    /// <summary>How many events a sample stands for.</summary>
    public readonly ulong Period => _period;

    /// <summary>Data address of the event, where it has one (Linux 4.17).</summary>
    public readonly ulong Address => _address;

    /// <summary>The instruction that was interrupted.</summary>
    public readonly ulong Instruction => _registers.Rip;
}
