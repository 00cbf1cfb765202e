using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Machine;

namespace Waggle.Linux.Inspection;

/// <summary>Has the kernel count and time the runs of every program, while this object lives (<c>BPF_ENABLE_STATS</c>, Linux 5.8).</summary>
/// <remarks>Costs each run two reads of the clock, some tens of nanoseconds. Several such objects, of any process, do not disturb each
/// other: the last one ends it. Thread-safe.</remarks>
public sealed class RunTimeStatistics : IDisposable
{
    private readonly SafeDescriptor _descriptor;

    private RunTimeStatistics(SafeDescriptor descriptor) => _descriptor = descriptor;

    /// <summary>Whether kernel.bpf_stats_enabled has them on for good; null if that can't be read.</summary>
    public static bool? AreOnByDefault => KernelFile.TryReadText("/proc/sys/kernel/bpf_stats_enabled")?.Trim() switch
    {
        null => null,
        "0" => false,
        _ => true,
    };

    /// <summary>Turns them on.</summary>
    /// <exception cref="BpfPermissionException">The process lacks CAP_SYS_ADMIN.</exception>
    /// <exception cref="BpfNotSupportedException">The kernel is older than Linux 5.8.</exception>
    public static RunTimeStatistics Enable()
    {
        const string Operation = "turn on run-time statistics";
        OperatingSystemGuard.ThrowIfNotLinux(Operation);
        var attr = new EnableStatisticsAttr { type = EnableStatisticsAttr.BPF_STATS_RUN_TIME };
        if (BpfCall.Open(BpfCommand.BPF_ENABLE_STATS, ref attr) is { } descriptor) return new RunTimeStatistics(descriptor);

        Errno error = Libc.LastError;
        throw error == Errno.Invalid
            ? new BpfNotSupportedException(Operation, "BPF_ENABLE_STATS", error, "Linux has it since 5.8; before that 'sysctl kernel.bpf_stats_enabled=1' does the same.")
            : KernelError.Other(Operation, "BPF_ENABLE_STATS", error, Capability.SysAdmin);
    }

    /// <summary>Turns them off, unless somebody else wants them.</summary>
    public void Dispose() => _descriptor.Dispose();
}
