using System.Diagnostics;
using System.Globalization;
using Waggle.Agent.Sensors;
using Waggle.Agent.Signals;

namespace Waggle.Agent.KernelTests;

public class ExecTests
{
    private const int ProcessCount = 1_000;

    [Fact]
    public void Exec_ThousandProcesses_AreThousandEventsWithTheirFacts()
    {
        KernelAccess.Require();
        string file = KernelAccess.RequireCommand("true");
        Dictionary<int, string> started = [];

        List<ExecSignal> signals = Recording.OfThisProcess(new ExecSensor(), drain =>
        {
            for (int i = 0; i < ProcessCount; i++)
            {
                string argument = $"number {i}";
                using Process process = Process.Start(file, [argument, ""]);
                started.Add(process.Id, argument);
                process.WaitForExit();
                if (i % 100 == 0) drain();
            }
        });

        Assert.Equal(ProcessCount, signals.Count);
        Assert.Equal(started.Keys.Order(), signals.Select(s => s.Pid).Order());
        Assert.All(signals, signal =>
        {
            Assert.Equal(Environment.ProcessId, signal.Ppid);
            Assert.Equal(file, signal.File);
            Assert.Equal([file, started[signal.Pid], ""], signal.Args);
            Assert.Equal(("true", 0, 0u, false), (signal.Comm, signal.Ret, signal.Uid, signal.ArgsCut));
        });
        Assert.Equal(signals.Select(s => s.Time.UnixNanoseconds).Order(), signals.Select(s => s.Time.UnixNanoseconds));
    }

    [Fact]
    public void Exec_OfACommand_ShowsGrandchildrenFromTheirFirstInstruction()
    {
        KernelAccess.Require();

        List<ExecSignal> signals = Recording.OfCommand(new ExecSensor(), "sh", "-c", "(sh -c '/bin/true deep'; true) & wait; for i in 1 2 3; do /bin/true $i; done");

        Assert.Equal("sh -c", string.Join(' ', Path.GetFileName(signals[0].Args[0]), signals[0].Args[1]));
        Assert.Equal(Environment.ProcessId, signals[0].Ppid);
        Assert.Equal(["1", "2", "3", "deep"], signals.Where(s => s.File == "/bin/true").Select(s => s.Args[1]).Order());
    }

    [Fact]
    public void Exec_LongArguments_AreCutAndSaySo()
    {
        KernelAccess.Require();
        string longArgument = new('x', 600);

        List<ExecSignal> signals = Recording.OfCommand(new ExecSensor(), "true", longArgument);

        ExecSignal signal = Assert.Single(signals);
        Assert.True(signal.ArgsCut);
        Assert.StartsWith(signal.Args[1], longArgument, StringComparison.Ordinal);
        Assert.Equal(512, signal.Args.Sum(a => a.Length) + 1);
    }

    [Fact]
    public void Exec_WithFailed_ShowsAttemptsWithErrnoFileAndArguments()
    {
        KernelAccess.Require();

        List<ExecSignal> signals = Recording.OfCommand(new ExecSensor(withFailed: true), "sh", "-c", "/no/such/file one 'two three'; /etc/passwd; true");

        ExecSignal missing = Assert.Single(signals, s => s.File == "/no/such/file");
        Assert.Equal((-2, "sh"), (missing.Ret, missing.Comm)); // ENOENT
        Assert.Equal(["/no/such/file", "one", "two three"], missing.Args);
        Assert.Equal(-13, signals.First(s => s.File == "/etc/passwd").Ret); // EACCES
        Assert.Equal(0, signals[0].Ret);
    }

    [Fact]
    public void Exec_WithoutFailed_ShowsNoAttempts()
    {
        KernelAccess.Require();

        List<ExecSignal> signals = Recording.OfCommand(new ExecSensor(), "sh", "-c", "/no/such/file; true");

        Assert.Equal("sh", Path.GetFileName(Assert.Single(signals).File));
    }

    [Fact]
    public void Exit_OfProcesses_HaveTheCodesThatTheParentSees()
    {
        KernelAccess.Require();
        Dictionary<int, int> codes = [];

        List<ExitSignal> signals = Recording.OfThisProcess(new ExitSensor(), _ =>
        {
            for (int code = 0; code < 256; code += 15)
            {
                using Process process = Process.Start("/bin/sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"exit {code}")]);
                process.WaitForExit();
                codes.Add(process.Id, process.ExitCode);
            }
        });

        Assert.Equal(codes, signals.ToDictionary(s => s.Pid, s => s.ExitCode));
        Assert.All(signals, s => Assert.Equal((0, false, Environment.ProcessId, "sh"), (s.Signal, s.CoreDumped, s.Ppid, s.Comm)));
    }

    [Fact]
    public void Exit_ThousandProcesses_AreThousandEvents()
    {
        KernelAccess.Require();

        List<ExitSignal> signals = Recording.OfCommand(
            new ExitSensor(), "sh", "-c", "i=0; while [ $i -lt 1000 ]; do /bin/true; i=$((i+1)); done");

        Assert.Equal(1_001, signals.Count);
        Assert.Equal(1_001, signals.Select(s => s.Pid).Distinct().Count());
        Assert.Equal(1_000, signals.Count(s => s is { Comm: "true", ExitCode: 0 }));
    }

    [Fact]
    public void Exit_BySignal_NamesTheSignal()
    {
        KernelAccess.Require();

        List<ExitSignal> signals = Recording.OfCommand(new ExitSensor(), "sh", "-c", "kill -KILL $$");

        ExitSignal signal = Assert.Single(signals);
        Assert.Equal((9, 0, false), (signal.Signal, signal.ExitCode, signal.CoreDumped));
        Assert.InRange(signal.RunTimeNs, 1UL, 60_000_000_000UL);
    }

    [Fact]
    public void Exit_OfAProcessWithManyThreads_IsOneEvent()
    {
        KernelAccess.Require();
        string dotnet = KernelAccess.RequireCommand("dotnet");

        List<ExitSignal> signals = Recording.OfCommand(new ExitSensor(), dotnet, "--list-runtimes");

        Assert.Equal(signals.Count, signals.Select(s => s.Pid).Distinct().Count());
        Assert.Contains(signals, s => s.Comm == "dotnet");
    }
}
