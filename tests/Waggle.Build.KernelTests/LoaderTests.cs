using System.Diagnostics;
using Samples;

namespace Waggle.Build.KernelTests;

/// <summary>A program that was compiled when its project was built, by its generated loader, in the running kernel.</summary>
public sealed class LoaderTests
{
    private const int Started = 7;

    [Fact]
    public async Task LoadAsync_ProgramsOfThisProcess_AreReportedOnceEach()
    {
        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(20));
        List<int> started = [], reported = [];
        await using ExecWatch.Loaded watch = await ExecWatch.LoadAsync(new() { OnlyParent = Environment.ProcessId });
        watch.Programs.OnExec.Attach();

        for (int i = 0; i < Started; i++)
        {
            using Process process = Process.Start("/bin/true");
            started.Add(process.Id);
            await process.WaitForExitAsync(stop.Token);
        }

        await foreach (Started e in watch.Maps.Events.WithCancellation(stop.Token))
        {
            Assert.Equal(Environment.ProcessId, e.Parent);
            Assert.Equal("true", e.Comm.ToString());
            reported.Add(e.Process);
            if (reported.Count == Started) break;
        }

        Assert.Equal(started, reported);
        Assert.Equal((ulong)Started, watch.Maps.Events.Counts.Submitted);
        Assert.Equal(Started, (int)watch.Maps.Events.Counts.Delivered);
    }

    [Fact]
    public void Globals_SetBeforeAndAfterLoad_AreWhatTheProgramHas()
    {
        using ExecWatch.Loaded watch = ExecWatch.Load(new() { OnlyParent = 12 });
        Assert.Equal(12, watch.Globals.OnlyParent);

        watch.Globals.OnlyParent = 34;

        Assert.Equal(34, watch.Object.Global<int>("onlyParent").Value);
    }

    [Fact]
    public void Dispose_ProgramAttached_DetachesIt()
    {
        ExecWatch.Loaded watch = ExecWatch.Load(new() { OnlyParent = Environment.ProcessId });
        var link = watch.Programs.OnExec.Attach();
        uint program = watch.Programs.OnExec.Kernel.Id;

        watch.Dispose();

        Assert.Throws<ObjectDisposedException>(link.ReadInfo);
        Assert.Throws<ObjectDisposedException>(() => watch.Programs.OnExec.Kernel.ReadStatistics());
        Assert.NotEqual(0u, program);
    }
}
