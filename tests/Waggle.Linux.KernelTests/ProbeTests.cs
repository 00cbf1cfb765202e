using System.Diagnostics;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Linux.Links;

namespace Waggle.Linux.KernelTests;

public class ProbeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AttachPerfEvent_CpuClockOfThisThread_RunsWhileItWorks(bool onEachCpu)
    {
        using var counter = new Counter(Programs.CountRuns("perf_event", ProgramType.PerfEvent));
        PerfEventOptions options = new() { Period = 100_000, ThreadId = SystemCalls.GetThread(), Cpus = onEachCpu ? [.. Enumerable.Range(0, Environment.ProcessorCount)] : null };

        ulong after;
        using (PerfEventLink link = counter.Program.AttachPerfEvent(options))
        {
            WorkUntil(() => counter.Hits >= 10);
            if (!onEachCpu) Assert.Equal(LinkKind.PerfEvent, link.ReadInfo().Kind);
        }
        after = counter.Hits;
        WorkUntil(() => true);

        Assert.True(after >= 10);
        Assert.Equal(after, counter.Hits);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void AttachPerfEvent_NeitherOrBothOfPeriodAndFrequency_IsRefused(ulong period, ulong frequency)
    {
        using var counter = new Counter(Programs.CountRuns("perf_event", ProgramType.PerfEvent));

        Assert.Throws<ArgumentException>(() => counter.Program.AttachPerfEvent(new PerfEventOptions { Period = period, FrequencyInHertz = frequency }));
    }

    // A function of the kernel's own BPF tests (net/bpf/test_run.c), which nothing calls but BPF_PROG_TEST_RUN.
    [Theory]
    [InlineData("kprobe/bpf_fentry_test1")]
    [InlineData("kretprobe/bpf_fentry_test1")]
    [InlineData("ksyscall/getsid")]
    public void Attach_KernelFunction_AttachesOrSaysThatTheKernelHasNoKprobes(string section)
    {
        using var counter = new Counter(Programs.CountRuns(section, ProgramType.Kprobe));
        if (File.Exists("/sys/bus/event_source/devices/kprobe/type"))
        {
            using Link link = counter.Program.Attach();
            Assert.IsType<KprobeLink>(link);
            return;
        }

        var error = Assert.Throws<BpfNotSupportedException>(() => counter.Program.Attach());

        Assert.Equal(Errno.NoEntry, error.Errno);
        Assert.Contains("CONFIG_KPROBE_EVENTS", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fentry/bpf_fentry_test1", ProgramType.Tracing, 24)]
    [InlineData("fexit/bpf_fentry_test1", ProgramType.Tracing, 25)]
    [InlineData("lsm/file_open", ProgramType.Lsm, 27)]
    public void Attach_FunctionByBtf_AttachesOrTheMachineForbidsIt(string section, ProgramType type, uint attachType)
    {
        KernelAccess.RequireKernelBtf();
        Counter counter;
        try
        {
            // lsm: allows whatever it is asked
            counter = new Counter(Programs.CountRuns(section, type, attachType));
        }
        catch (BpfPermissionException error)
        {
            Assert.Equal(Errno.NotPermitted, error.Errno);
            Assert.Contains(section, error.Message, StringComparison.Ordinal);
            return;
        }
        using (counter)
        {
            if (type == ProgramType.Lsm) return; // would run for other processes' files
            using Link link = counter.Program.Attach();
            Assert.Equal(LinkKind.Tracing, link.ReadInfo().Kind);
        }
    }

    private static void WorkUntil(Func<bool> condition)
    {
        var patience = Stopwatch.StartNew(); // far above what is needed: only a hang ends here
        do
        {
            for (int i = 0; i < 1_000_000; i++) _ = i * i;
        }
        while (!condition() && patience.Elapsed < TimeSpan.FromMinutes(1));
    }
}
