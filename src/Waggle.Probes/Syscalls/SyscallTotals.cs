namespace Waggle.Probes.Syscalls;

/// <summary>What a process asked of the kernel, on one CPU, since its first call.</summary>
public struct SyscallTotals
{
    /// <summary>Calls that ended.</summary>
    public ulong Count;

    /// <summary>Of these, calls that returned an error: -4095 to -1.</summary>
    public ulong Errors;

    /// <summary>Sum of the times of all calls, in nanoseconds.</summary>
    public ulong Nanoseconds;

    /// <summary>Times of single calls.</summary>
    public SyscallBuckets Buckets;
}
