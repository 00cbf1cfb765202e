using System.Text.Json;

namespace Waggle.Cli.KernelTests;

public class TraceTests
{
    [Fact]
    public void TraceExec_OfAShellThatStartsThreePrograms_PrintsExactlyFourExecs()
    {
        KernelAccess.Require();

        CommandLine.Result result = CommandLine.Run("trace", "exec", "--output", "json", "--", "sh", "-c", "for i in 1 2 3; do /bin/true; done");

        Assert.Equal(0, result.ExitCode);
        JsonElement[] lines = Json.Lines(result.Output);
        Assert.Equal(["sh", "true", "true", "true"], lines.Select(l => l.GetProperty("comm").GetString()));
        Assert.All(lines, l => Assert.Equal(0, l.GetProperty("ret").GetInt32()));
        Assert.Equal(["waggle: 4 produced, 4 delivered, 0 lost; the command returned 0"], result.ErrorLines);
    }

    [Fact]
    public void TraceExit_OfACommand_PrintsItsCode()
    {
        KernelAccess.Require();

        CommandLine.Result result = CommandLine.Run("trace", "exit", "--", "sh", "-c", "exit 7");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(2, result.OutputLines.Length); // the heading and the exit
        Assert.EndsWith(" 7", result.OutputLines[1], StringComparison.Ordinal);
        Assert.Contains("the command returned 7", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void TraceOpen_OfACommand_PrintsThePathAndTheCommandsOwnOutputToo()
    {
        KernelAccess.Require();

        CommandLine.Result result = CommandLine.Run("trace", "open", "--output", "json", "--", "sh", "-c", "read line < /proc/version; echo said >&2");

        Assert.Contains(Json.Lines(result.Output), l => l.GetProperty("path").GetString() == "/proc/version" && l.GetProperty("ret").GetInt32() >= 0);
        Assert.Contains("said", result.ErrorLines);
    }

    [Fact]
    public void TraceOpen_WhoseReaderGoesAway_EndsQuietly()
    {
        KernelAccess.Require();
        using RunningCommand command = RunningCommand.Start("trace", "open", "--", "sh", "-c", "while :; do : < /proc/version; done");
        command.ReadLine();

        command.CloseOutput();

        (int code, string error) = command.WaitForExit();
        Assert.Equal(0, code);
        Assert.DoesNotContain("Exception", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exec")]
    [InlineData("exit")]
    [InlineData("open")]
    [InlineData("connect")]
    public void Trace_WithDuration_EndsByItself(string topic)
    {
        KernelAccess.Require();

        CommandLine.Result result = CommandLine.Run("trace", topic, "--pid", "1", "--duration", "0.05");

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("TIME", result.Output, StringComparison.Ordinal);
        Assert.Contains(" 0 lost", result.Error, StringComparison.Ordinal);
    }
}
