using Waggle.Agent.Sensors;
using Waggle.Agent.Signals;
using Waggle.Probes.Syscalls;

namespace Waggle.Agent.Tests;

public class SyscallTallyTests
{
    [Fact]
    public void Report_NinetyNineFastCallsAndASlowOne_GivesBothQuantiles()
    {
        SyscallTotals cpu0 = Totals((1_000, 60), (1_000_000, 1)), cpu1 = Totals((1_000, 39));

        ProcessSyscalls report = Tally(cpu0, cpu1).Report(42, "sh", TimeSpan.FromSeconds(2));

        Assert.Equal((42, "sh", 100UL), (report.Pid, report.Comm, report.Calls));
        Assert.Equal(50, report.CallsPerSecond);
        Assert.InRange(report.P50Ns, 1_000UL, 1_250UL);
        Assert.InRange(report.P99Ns, 1_000UL, 1_250UL);
    }

    [Fact]
    public void Report_TwoSlowCallsOfAHundred_GivesTheSlowOneAsP99()
    {
        ProcessSyscalls report = Tally(Totals((1_000, 98), (1_000_000, 2))).Report(42, "sh", TimeSpan.FromSeconds(1));

        Assert.InRange(report.P50Ns, 1_000UL, 1_250UL);
        Assert.InRange(report.P99Ns, 1_000_000UL, 1_250_000UL);
    }

    [Fact]
    public void Since_BucketThatWrapped_GivesTheTrueDifference()
    {
        SyscallTotals before = default, after = default;
        before.Buckets[7] = uint.MaxValue - 1;
        after.Buckets[7] = 3; // five more: the counter has 32 bits
        (before.Count, after.Count) = (10, 15);

        SyscallTally difference = Tally(after).Since(Tally(before));

        Assert.Equal(5UL, difference.BucketTotal());
        Assert.Equal(5UL, difference.Count);
    }

    private static SyscallTally Tally(params SyscallTotals[] cpus)
    {
        SyscallTally tally = new();
        tally.Set(cpus);
        return tally;
    }

    private static SyscallTotals Totals(params (ulong Time, uint Count)[] calls)
    {
        SyscallTotals totals = default;
        foreach ((ulong time, uint count) in calls)
        {
            totals.Count += count;
            totals.Nanoseconds += time * count;
            totals.Buckets[(int)SyscallBuckets.IndexOf(time)] += count;
        }

        return totals;
    }
}
