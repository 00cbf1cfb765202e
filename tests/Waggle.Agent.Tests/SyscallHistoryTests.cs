using Waggle.Agent.Sensors;
using Waggle.Agent.Signals;
using Waggle.Probes.Syscalls;

namespace Waggle.Agent.Tests;

public class SyscallHistoryTests
{
    [Fact]
    public void Report_MoreProcessesThanThereIsRoomFor_KeepsEveryCall()
    {
        SyscallHistory history = new();
        for (int pid = 1; pid <= 10_000; pid++)
        {
            history.Add(pid, $"name{pid % 7}", Calls(3));
            history.End(pid);
        }

        IReadOnlyList<ProcessSyscalls> report = history.Report(TimeSpan.FromSeconds(1));

        Assert.Equal(30_000, report.Sum(p => (long)p.Calls));
        Assert.InRange(report.Count, 4_096, 4_096 + 7);
    }

    [Fact]
    public void Add_SamePidAfterItsEnd_IsAnotherProcess()
    {
        SyscallHistory history = new();
        history.Add(5, "old", Calls(1));
        history.End(5);
        history.Add(5, "new", Calls(2));

        IReadOnlyList<ProcessSyscalls> report = history.Report(TimeSpan.FromSeconds(1));

        Assert.Equal([("new", 2UL), ("old", 1UL)], report.Select(p => (p.Comm, p.Calls)));
    }

    private static SyscallTally Calls(uint count)
    {
        SyscallTotals totals = new() { Count = count };
        totals.Buckets[10] = count;
        SyscallTally tally = new();
        tally.Set([totals]);
        return tally;
    }
}
