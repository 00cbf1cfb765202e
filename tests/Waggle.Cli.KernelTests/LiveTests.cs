using System.Text.Json;

namespace Waggle.Cli.KernelTests;

public class LiveTests
{
    [Fact]
    public void Live_OfACommand_IsNdjsonWithItsCounts()
    {
        KernelAccess.Require();

        CommandLine.Result result = CommandLine.Run("--output", "json", "--", "sh", "-c", "/bin/true; /bin/true");

        Assert.Equal(0, result.ExitCode);
        JsonElement[] lines = Json.Lines(result.Output);
        JsonElement summary = lines[^1];
        Assert.Equal("summary", summary.GetProperty("kind").GetString());
        Assert.All(lines[..^1], l => Assert.Equal("interval", l.GetProperty("kind").GetString()));
        Assert.Equal((3, 3), (summary.GetProperty("execs").GetInt32(), summary.GetProperty("exits").GetInt32()));
        Assert.Equal(3, summary.GetProperty("syscalls").GetArrayLength());
        Assert.All(summary.GetProperty("syscalls").EnumerateArray(), s => Assert.True(s.GetProperty("calls").GetInt64() > 10));
        Assert.True(summary.GetProperty("run_queue").GetProperty("total").GetInt64() > 0);
        JsonElement events = summary.GetProperty("events");
        Assert.Equal((6, 6, 0), (events.GetProperty("produced").GetInt32(), events.GetProperty("delivered").GetInt32(), events.GetProperty("lost").GetInt32()));
    }

    [Fact]
    public void Live_ToAPipe_IsJsonWithoutBeingAsked()
    {
        KernelAccess.Require();

        CommandLine.Result result = CommandLine.Run("--duration", "0.2", "--interval", "0.1", "--", "sleep", "60");

        Assert.Equal(0, result.ExitCode);
        Assert.True(Json.Lines(result.Output).Length >= 2);
    }

    [Fact]
    public void Live_AsText_ShowsAPictureAndASummary()
    {
        KernelAccess.Require();

        CommandLine.Result result = CommandLine.Run("--output", "text", "--", "true");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("System calls", result.Output, StringComparison.Ordinal);
        Assert.Contains("waggle watched true for", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(15)] // SIGTERM
    [InlineData(2)] // SIGINT
    public void Live_Signalled_EndsWithItsSummaryAndReturns0(int signal)
    {
        KernelAccess.Require();
        using RunningCommand command = RunningCommand.Start("--output", "json", "--interval", "0.05", "--", "sleep", "60");
        command.ReadLine();

        command.Signal(signal);

        string rest = command.ReadToEnd();
        (int code, _) = command.WaitForExit();
        Assert.Equal(0, code);
        Assert.Equal("summary", Json.Lines(rest)[^1].GetProperty("kind").GetString());
    }

    [Fact]
    public void Trace_Terminated_PrintsItsSummaryAndReturns0()
    {
        KernelAccess.Require();
        using RunningCommand command = RunningCommand.Start("trace", "exec", "--pid", "1");
        Assert.StartsWith("TIME", command.ReadLine(), StringComparison.Ordinal);

        command.Signal(15);

        (int code, string error) = command.WaitForExit();
        Assert.Equal((0, "waggle: 0 produced, 0 delivered, 0 lost\n"), (code, error));
    }

    [Fact]
    public void Doctor_AsRoot_AnswersInJsonAndReturns0()
    {
        KernelAccess.Require();

        CommandLine.Result result = CommandLine.Run("doctor", "--output", "json");

        Assert.Equal(0, result.ExitCode);
        JsonElement report = Assert.Single(Json.Lines(result.Output));
        Assert.Equal("yes", report.GetProperty("kernel").GetProperty("btf").GetProperty("availability").GetString());
        Assert.All(report.GetProperty("topics").EnumerateArray(), t => Assert.True(t.GetProperty("works").GetBoolean()));
    }
}
