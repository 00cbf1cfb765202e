using Waggle.Linux.Links;

namespace Waggle.Linux.KernelTests;

public class TraceFsTests
{
    [Fact]
    public void OpenDetached_AnyMachine_ReadsTracepointsAndMountsNothingVisible()
    {
        KernelAccess.RequireEngine();
        string mountsBefore = File.ReadAllText("/proc/self/mountinfo");

        using var traceFs = TraceFs.OpenDetached();
        uint id = traceFs.ReadTracepointId("sched", "sched_process_exec");
        string format = traceFs.ReadFormat("sched", "sched_process_exec");
        IReadOnlyList<TracepointName> all = traceFs.ListTracepoints();

        Assert.True(traceFs.IsDetached);
        Assert.Equal(mountsBefore, File.ReadAllText("/proc/self/mountinfo"));
        Assert.Contains($"ID: {id}\n", format, StringComparison.Ordinal);
        Assert.Contains("name: sched_process_exec", format, StringComparison.Ordinal);
        Assert.Contains(new TracepointName("sched", "sched_process_exec"), all);
        Assert.Contains(new TracepointName("raw_syscalls", "sys_enter"), all);
    }

    [Fact]
    public void Open_AnyMachine_AgreesWithTheDetachedOne()
    {
        KernelAccess.RequireEngine();
        using var usual = TraceFs.Open();
        using var detached = TraceFs.OpenDetached();

        Assert.Equal(detached.ReadTracepointId("raw_syscalls", "sys_exit"), usual.ReadTracepointId("raw_syscalls", "sys_exit"));
    }

    [Fact]
    public void Dispose_DetachedMount_LeavesNoDescriptor()
    {
        KernelAccess.RequireEngine();

        DescriptorCount.AssertSame(() =>
        {
            using var traceFs = TraceFs.OpenDetached();
            traceFs.ListTracepoints();
            Assert.Throws<Errors.BpfAttachException>(() => traceFs.ReadTracepointId("no", "such"));
        });
    }
}
