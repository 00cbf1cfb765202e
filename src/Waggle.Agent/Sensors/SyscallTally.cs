using Waggle.Agent.Signals;
using Waggle.Probes.Syscalls;

namespace Waggle.Agent.Sensors;

/// <summary>Sums of one process's system calls over all CPUs.</summary>
internal sealed class SyscallTally
{
    private readonly ulong[] _buckets = new ulong[SyscallBuckets.Length];

    public ulong Count { get; private set; }

    public ulong Errors { get; private set; }

    public ulong Nanoseconds { get; private set; }

    /// <summary>Takes the sums of what the CPUs counted.</summary>
    public void Set(ReadOnlySpan<SyscallTotals> cpus)
    {
        Array.Clear(_buckets);
        (Count, Errors, Nanoseconds) = (0, 0, 0);
        foreach (ref readonly SyscallTotals cpu in cpus)
        {
            Count += cpu.Count;
            Errors += cpu.Errors;
            Nanoseconds += cpu.Nanoseconds;
            for (int i = 0; i < SyscallBuckets.Length; i++) _buckets[i] = (uint)(_buckets[i] + cpu.Buckets[i]);
        }
    }

    /// <summary>What came since an earlier reading. Buckets wrap at 2^32, as the programs' own counters do.</summary>
    public SyscallTally Since(SyscallTally before)
    {
        SyscallTally difference = new()
        {
            Count = Count - before.Count,
            Errors = Errors - before.Errors,
            Nanoseconds = Nanoseconds - before.Nanoseconds,
        };
        for (int i = 0; i < _buckets.Length; i++) difference._buckets[i] = (uint)_buckets[i] - (uint)before._buckets[i];
        return difference;
    }

    public void CopyFrom(SyscallTally other)
    {
        (Count, Errors, Nanoseconds) = (other.Count, other.Errors, other.Nanoseconds);
        other._buckets.CopyTo(_buckets, 0);
    }

    public void Add(SyscallTally other)
    {
        Count += other.Count;
        Errors += other.Errors;
        Nanoseconds += other.Nanoseconds;
        for (int i = 0; i < _buckets.Length; i++) _buckets[i] += other._buckets[i];
    }

    public ProcessSyscalls Report(int pid, string name, TimeSpan length) => new(
        pid, name, Count, Errors, Nanoseconds,
        length > TimeSpan.Zero ? Math.Round(Count / length.TotalSeconds, 3) : 0,
        Count > 0 ? Math.Round((double)Errors / Count, 6) : 0,
        Quantile(0.50), Quantile(0.99));

    /// <summary>Sum of the histogram: equals <see cref="Count"/> once the process rests.</summary>
    internal ulong BucketTotal() => _buckets.Aggregate(0UL, (sum, count) => sum + count);

    // The upper end of the bucket that holds the call in question.
    private ulong Quantile(double share)
    {
        ulong wanted = Math.Max((ulong)Math.Ceiling(BucketTotal() * share), 1);
        ulong seen = 0;
        for (int i = 0; i < _buckets.Length; i++)
        {
            seen += _buckets[i];
            if (seen >= wanted) return SyscallBuckets.LowerBound(i + 1);
        }

        return 0;
    }
}
