using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using Waggle.Agent.Sensors;
using Waggle.Agent.Sessions;
using Waggle.Agent.Signals;

namespace Waggle.Agent.KernelTests;

public sealed class HistogramTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("waggle-histogram-").FullName;

    [Fact]
    public void Syscalls_OfACommandWithAKnownNumber_AreCountedExactly()
    {
        KernelAccess.Require();
        const int Fewer = 1_000, More = 21_000;

        SyscallTally fewer = CopyBytes(Fewer), more = CopyBytes(More);

        // dd reads and writes once for each byte; all else that it does is the same.
        Assert.Equal(2UL * (More - Fewer), more.Count - fewer.Count);
        Assert.Equal(more.Count, more.BucketTotal());
        Assert.Equal(fewer.Count, fewer.BucketTotal());
    }

    [Fact]
    public void Syscalls_ThatFail_AreCountedAsErrors()
    {
        KernelAccess.Require();

        ProcessSyscalls report = Watch("sh", "-c", "i=0; while [ $i -lt 500 ]; do test -e /no/such/file; i=$((i+1)); done").Reports
            .Single(p => p.Comm == "sh");

        Assert.InRange(report.Errors, 500UL, 700UL); // the loader and the shell fail some calls of their own
        Assert.InRange(report.ErrorRate, 0.01, 1);
    }

    [Fact]
    public void Syscalls_OfShortLivedProcesses_AreAllThere()
    {
        KernelAccess.Require();

        IReadOnlyList<ProcessSyscalls> reports = Watch("sh", "-c", "for i in 1 2 3 4 5; do /bin/true; done").Reports;

        Assert.Equal(5, reports.Count(p => p.Comm == "true"));
        Assert.Single(reports.Where(p => p.Comm == "true").Select(p => p.Calls).Distinct());
    }

    [Fact]
    public void BlockIo_DirectWrites_AreAsManyAsTheHistogramHolds()
    {
        KernelAccess.Require();
        string dd = KernelAccess.RequireCommand("dd");
        string path = Path.Combine(_folder, "blocks");
        const int Writes = 64;
        if (Run(dd, "if=/dev/zero", $"of={path}", "bs=4096", $"count={Writes}", "oflag=direct", "conv=fsync", "status=none") != 0)
            Assert.Skip("the file system of the temporary directory takes no direct writes");

        LatencySensor sensor = LatencySensor.BlockIo();
        using ProbeSession session = ProbeSession.Start(
            new ProcessScope.Command([dd, "if=/dev/zero", $"of={path}", "bs=4096", $"count={Writes}", "oflag=direct", "conv=notrunc", "status=none"]), [sensor]);
        session.Command!.Ended.Wait(TestContext.Current.CancellationToken);
        session.Detach();

        LatencyReport report = sensor.ReadTotal();
        if (report.Total == 0) Assert.Skip("the temporary directory is on no block device");
        Assert.Equal((ulong)Writes, report.Total);
        Assert.Equal(report.Total, report.Buckets.Aggregate(0UL, (sum, b) => sum + b.Count));
        Assert.Equal(default, sensor.Counts);
    }

    [Fact]
    public void RunQueue_ThreadThatSleepsAThousandTimes_WaitsAsOften()
    {
        KernelAccess.Require();
        LatencySensor sensor = LatencySensor.RunQueue();
        const int Times = 1_000;
        // Pipes, because a read sleeps at once; a semaphore of .NET spins first, and two CPUs may then need no switch at all.
        using AnonymousPipeServerStream ping = new(PipeDirection.Out), pong = new(PipeDirection.In);
        using AnonymousPipeClientStream pinged = new(PipeDirection.In, ping.ClientSafePipeHandle), ponged = new(PipeDirection.Out, pong.ClientSafePipeHandle);
        using SemaphoreSlim counted = new(0);
        Thread partner = new(() =>
        {
            for (int i = 0; i < Times; i++) ponged.WriteByte((byte)pinged.ReadByte());
            counted.Wait(); // the statistics of a thread go with it
        });

        using ProbeSession session = ProbeSession.Start(new ProcessScope.OneProcess(Environment.ProcessId), [sensor]);
        ulong before = SwitchesIn();
        LatencyReport first = sensor.ReadInterval();
        partner.Start();
        for (int i = 0; i < Times; i++)
        {
            ping.WriteByte(0);
            pong.ReadByte();
        }

        LatencyReport second = sensor.ReadInterval();
        ulong arrivals = SwitchesIn() - before;
        counted.Release();
        partner.Join();

        // Each arrival of one of this process's threads on a CPU ends one wait, as the scheduler's own statistics count it; they
        // are read a moment before and after.
        Assert.True(arrivals >= Times, $"{arrivals} arrivals");
        Assert.InRange(first.Total + second.Total, arrivals * 9 / 10, arrivals + 200);
        Assert.Equal(second.Total, second.Buckets.Aggregate(0UL, (sum, b) => sum + b.Count));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Third number of schedstat: times on a CPU, summed over the threads of this process.</summary>
    private static ulong SwitchesIn() => Directory.GetDirectories("/proc/self/task")
        .Aggregate(0UL, (sum, task) => sum + ulong.Parse(File.ReadAllText(Path.Combine(task, "schedstat")).Split(' ')[2], CultureInfo.InvariantCulture));

    private static SyscallTally CopyBytes(int count) =>
        Assert.Single(Watch(KernelAccess.RequireCommand("dd"), "if=/dev/zero", "of=/dev/null", "bs=1", $"count={count}", "status=none").Tallies);

    private static (IReadOnlyList<ProcessSyscalls> Reports, List<SyscallTally> Tallies) Watch(params string[] words)
    {
        SyscallSensor sensor = new();
        using ProbeSession session = ProbeSession.Start(new ProcessScope.Command(words), [sensor]);
        session.Command!.Ended.Wait(TestContext.Current.CancellationToken);
        session.Detach();
        IReadOnlyList<ProcessSyscalls> reports = sensor.ReadInterval(TimeSpan.FromSeconds(1));
        Assert.Equal(default, sensor.Counts);
        return (reports, [.. sensor.History.Tallies]);
    }

    private static int Run(string file, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
