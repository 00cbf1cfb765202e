using System.Diagnostics;
using System.Runtime.InteropServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Linux.Errors;
using Waggle.Linux.Links;

namespace Waggle.Linux.KernelTests;

/// <summary>Sampling of the whole machine by a program that counts this process only, and of this thread.</summary>
public partial class SamplingTests
{
    private const ulong Often = 1000; // samples a second

    [Fact]
    public void AttachPerfEvent_EachCpuOfTheMachine_SeesThisProcessWhileItWorks()
    {
        using var counter = new Counter(CountOwnProcess());

        using (PerfEventLink link = counter.Program.AttachPerfEvent(PerfEventOptions.Of(SoftwareEvent.CpuClock) with { FrequencyInHertz = Often }))
        {
            WorkUntil(() => counter.Hits >= 10);
            Assert.Equal(OnlineCpus.Read(), link.Cpus);
            Assert.False(link.IsBpfLink);
        }
        ulong after = counter.Hits;
        WorkUntil(() => true);

        Assert.True(after >= 10);
        Assert.Equal(after, counter.Hits);
    }

    [Fact]
    public void Sample_CpuThatComesAndGoes_IsSampledMeanwhile()
    {
        IReadOnlyList<int> online = OnlineCpus.Read();
        if (online.Count < 2) Assert.Skip("needs two CPUs");
        using var counter = new Counter(CountOwnProcess());
        using PerfEventLink link = counter.Program.AttachPerfEvent(
            PerfEventOptions.Of(SoftwareEvent.CpuClock) with { FrequencyInHertz = Often, Cpus = [online[0]] });

        // As if the second CPU had been plugged in, and the first one taken out.
        link.Sample([online[1]]);
        StayOn(online[1], () => WorkUntil(() => counter.Hits >= 10));
        link.Sample([online[0]]);
        ulong after = counter.Hits;
        StayOn(online[1], () => WorkUntil(() => true));

        Assert.True(after >= 10);
        Assert.Equal([online[0]], link.Cpus);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AttachPerfEvent_PageFaultsOfThisThread_AreCounted(bool hasLinks)
    {
        using var counter = new Counter(Programs.CountRuns("perf_event", ProgramType.PerfEvent));
        const int Pages = 64, PageSize = 4096;

        using (PerfEventLink link = counter.Program.AttachPerfEvent(
            PerfEventOptions.Of(SoftwareEvent.PageFaults) with { Period = 1, ThreadId = SystemCalls.GetThread(), TriesLinks = hasLinks }))
        {
            TouchFreshPages(Pages, PageSize);
            if (!hasLinks) Assert.False(link.IsBpfLink);
        }
        ulong after = counter.Hits;
        TouchFreshPages(Pages, PageSize);

        Assert.True(after > 0); // large pages may need fewer faults than there are small ones
        Assert.Equal(after, counter.Hits);
    }

    [Fact]
    public void AttachPerfEvent_InstructionsOfThisThread_AreCountedOrTheMachineHasNoCounter()
    {
        using var counter = new Counter(Programs.CountRuns("perf_event", ProgramType.PerfEvent));
        PerfEventLink link;
        try
        {
            link = counter.Program.AttachPerfEvent(PerfEventOptions.Of(HardwareEvent.Instructions) with { Period = 1_000_000, ThreadId = SystemCalls.GetThread() });
        }
        catch (BpfException error) when (error is BpfAttachException or BpfNotSupportedException)
        {
            Assert.Contains(error.Errno, new[] { Errno.NoEntry, Errno.OperationNotSupported });
            return;
        }
        using (link) WorkUntil(() => counter.Hits >= 3);

        Assert.True(counter.Hits >= 3);
    }

    [Fact]
    public void Dispose_SamplingOfEachCpu_ClosesEveryDescriptor() => DescriptorCount.AssertSame(() =>
    {
        using var counter = new Counter(CountOwnProcess());
        counter.Program.AttachPerfEvent(PerfEventOptions.Of(SoftwareEvent.CpuClock) with { FrequencyInHertz = Often }).Dispose();
        Assert.Throws<BpfAttachException>(() =>
            counter.Program.AttachPerfEvent(PerfEventOptions.Of(SoftwareEvent.CpuClock) with { FrequencyInHertz = Often, Cpus = [0, 4000] }));
    });

    // Process numbers are those of the first namespace: a test in a container with one of its own would count nothing, and fail.
    private static ProgramSpec CountOwnProcess() => new Code()
        .Add(Instruction.CallHelper(14), // bpf_get_current_pid_tgid: the process is the high half
            Instruction.Alu64(AluOperation.ShiftRight, Register.R0, 32))
        .JumpIf(JumpOperation.NotEqual, Register.R0, Environment.ProcessId, "end")
        .LoadMap(Register.R1, "hits", valueOffset: 8)
        .Add(Instruction.Move(Register.R2, 1), Instruction.Atomic(AtomicOperation.Add, MemorySize.Double, Register.R1, Register.R2, 0))
        .Label("end").Return(0)
        .Build("count", "perf_event", ProgramType.PerfEvent);

    private static void WorkUntil(Func<bool> condition)
    {
        var patience = Stopwatch.StartNew(); // far above what is needed: only a hang ends here
        do
        {
            for (int i = 0; i < 1_000_000; i++) _ = i * i;
        }
        while (!condition() && patience.Elapsed < TimeSpan.FromMinutes(1));
    }

    private static unsafe void TouchFreshPages(int pages, int pageSize)
    {
        // The C library maps a block of more than 32 MiB anew, always, so that its first touch faults; smaller ones it may reuse.
        byte* memory = (byte*)NativeMemory.AlignedAlloc(64 << 20, (nuint)pageSize);
        for (int i = 0; i < pages; i++) memory[i * pageSize] = 1;
        NativeMemory.AlignedFree(memory);
    }

    private static void StayOn(int cpu, Action work)
    {
        var thread = new Thread(() =>
        {
            ulong[] mask = new ulong[1024 / 64];
            mask[cpu / 64] = 1UL << (cpu % 64);
            Assert.Equal(0, SetAffinity(0, mask.Length * sizeof(ulong), mask));
            work();
        });
        thread.Start();
        thread.Join();
    }

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int thread, nint size, ulong[] mask);
}
