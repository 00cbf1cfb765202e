using Waggle.Agent.Diagnosis;
using Waggle.Agent.Sensors;
using Waggle.Agent.Sessions;
using Waggle.Agent.Signals;

namespace Waggle.Agent.KernelTests;

public class SessionTests
{
    [Fact]
    public void Dispose_AfterEverySensor_LeavesNothingOpen()
    {
        KernelAccess.Require();
        Scenario();
        string[] before = BpfDescriptors();

        Scenario();

        Assert.Equal(before, BpfDescriptors());

        static void Scenario()
        {
            using MachineSession session = MachineSession.Start(new ProcessScope.OneProcess(Environment.ProcessId));
            session.ReadInterval(TimeSpan.FromMilliseconds(1), TestContext.Current.CancellationToken);
            Assert.NotEmpty(BpfDescriptors());
        }
    }

    [Fact]
    public void Start_CommandThatDoesNotExist_LeavesNothingOpen()
    {
        KernelAccess.Require();
        string[] before = BpfDescriptors();

        Assert.Throws<CommandNotFoundException>(() => ProbeSession.Start(new ProcessScope.Command(["no-such-command"]), [new ExecSensor()]));

        Assert.Equal(before, BpfDescriptors());
    }

    [Fact]
    public void MachineSession_OfACommand_SaysWhatItDid()
    {
        KernelAccess.Require();
        using MachineSession session = MachineSession.Start(new ProcessScope.Command(["sh", "-c", "/bin/true; /bin/false"]));
        using SessionEnd end = new(session.Session, duration: null, TestContext.Current.CancellationToken);

        MachineReport interval = session.ReadInterval(TimeSpan.FromMinutes(1), end.Token);
        MachineReport summary = session.ReadSummary();

        Assert.Equal((3UL, 3UL), (interval.Execs, interval.Exits));
        Assert.Equal([0, 1, 1], interval.Ended.Select(e => e.ExitCode).Order());
        Assert.Equal((3UL, 3UL), (summary.Execs, summary.Exits));
        Assert.Equal(new EventCounts(6, 6, 0), summary.Events);
        Assert.Equal(["false", "sh", "true"], summary.Syscalls.Select(s => s.Comm).Order());
        Assert.All(summary.Syscalls, s => Assert.True(s.Calls > 10 && s.P50Ns > 0 && s.P99Ns >= s.P50Ns));
        Assert.Empty(summary.Missing);
        Assert.Equal(1, session.Session.Command!.ExitCode);
    }

    [Fact]
    public void ReadInterval_CommandThatEndedAfterAnInterval_IsTheLastAndHasItsEvents()
    {
        KernelAccess.Require();
        using MachineSession session = MachineSession.Start(new ProcessScope.Command(["sh", "-c", "/bin/true; /bin/false"]));
        using SessionEnd end = new(session.Session, duration: null, TestContext.Current.CancellationToken);

        MachineReport first = session.ReadInterval(TimeSpan.Zero, CancellationToken.None);
        end.Token.WaitHandle.WaitOne();
        Assert.False(session.HasEnded);
        MachineReport last = session.ReadInterval(TimeSpan.Zero, end.Token);

        Assert.True(session.HasEnded);
        Assert.Equal((3UL, 3UL), (first.Execs + last.Execs, first.Exits + last.Exits));
    }

    [Fact]
    public void MachineDiagnosis_AsRoot_CanWatchEverything()
    {
        KernelAccess.Require();

        MachineDiagnosis diagnosis = MachineDiagnosis.Run();

        Assert.True(diagnosis.IsHealthy, string.Join('\n', diagnosis.Topics.Where(t => !t.Works)));
        Assert.Equal(8, diagnosis.Topics.Count);
    }

    /// <summary>What this process has open of programs, maps, links and perf events.</summary>
    private static string[] BpfDescriptors() =>
        [.. Directory.GetFileSystemEntries("/proc/self/fd")
            .Select(d => new FileInfo(d).LinkTarget ?? "")
            .Where(t => t.Contains("bpf", StringComparison.Ordinal) || t.Contains("perf_event", StringComparison.Ordinal) || t.Contains("btf", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
}
