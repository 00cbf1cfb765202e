namespace Waggle.Cli.Tests;

public class UsageTests
{
    [Theory]
    [InlineData("--no-such-option")]
    [InlineData("nonsense")]
    [InlineData("--duration", "soon")]
    [InlineData("--duration", "-1")]
    [InlineData("--interval", "0")]
    [InlineData("--output", "xml")]
    [InlineData("trace")]
    [InlineData("trace", "everything")]
    [InlineData("trace", "exec", "--pid", "me")]
    [InlineData("trace", "exec", "--")]
    [InlineData("trace", "exec", "--pid", "1", "--", "true")]
    [InlineData("trace", "exec", "--", "no-such-command-anywhere")]
    [InlineData("doctor", "--", "true")]
    [InlineData("disasm")]
    [InlineData("build")]
    [InlineData("build", "a.dll", "--isa", "v5")]
    [InlineData("build", "a.dll", "--", "true")]
    [InlineData("check")]
    [InlineData("check", "a.o", "--engine", "guess")]
    [InlineData("check", "a.o", "--kernel", "4.4")]
    [InlineData("check", "a.o", "--engine", "kernel", "--kernel", "6.12")]
    [InlineData("check", "a.o", "--", "true")]
    [InlineData("exec", "--engine", "guess")]
    [InlineData("exec", "--", "true")]
    [InlineData("run")]
    [InlineData("bench")]
    [InlineData("bench", "a.o", "--engine", "vm,guess")]
    [InlineData("bench", "a.o", "--rounds", "0")]
    [InlineData("run", "a.o", "--repeat", "0")]
    [InlineData("run", "a.o", "--", "true")]
    [InlineData("prog")]
    [InlineData("prog", "show")]
    [InlineData("prog", "show", "number", "5")]
    [InlineData("prog", "show", "id", "five")]
    [InlineData("prog", "pin", "id", "5")]
    [InlineData("prog", "attach", "id", "5")]
    [InlineData("prog", "list", "--", "true")]
    [InlineData("map", "lookup", "id", "5")]
    [InlineData("map", "update", "id", "5", "key", "1")]
    [InlineData("map", "create", "/sys/fs/bpf/x", "--type", "heap")]
    [InlineData("link", "show", "name", "x")]
    [InlineData("btf", "dump", "vmlinux", "--format", "pdf")]
    [InlineData("top", "programs", "--count", "0")]
    public void Run_BadCommandLine_SaysWhatIsWrongAndReturns2(params string[] arguments)
    {
        if (arguments.Contains("no-such-command-anywhere") && !Environment.IsPrivilegedProcess) Assert.Skip("needs root");

        CommandLine.Result result = CommandLine.Run(arguments);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.InRange(result.ErrorLines.Length, 2, 5);
        Assert.StartsWith("waggle: ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("trace")]
    [InlineData("trace", "exec")]
    [InlineData("trace", "exit")]
    [InlineData("trace", "open")]
    [InlineData("trace", "connect")]
    [InlineData("doctor")]
    [InlineData("disasm")]
    [InlineData("asm")]
    [InlineData("build")]
    [InlineData("check")]
    [InlineData("exec")]
    [InlineData("run")]
    [InlineData("bench")]
    [InlineData("top")]
    [InlineData("top", "programs")]
    [InlineData("prog")]
    [InlineData("prog", "attach")]
    [InlineData("map")]
    [InlineData("map", "update")]
    [InlineData("link")]
    [InlineData("btf")]
    [InlineData("btf", "dump")]
    public void Help_OfEachCommand_HasExamples(params string[] command)
    {
        CommandLine.Result result = CommandLine.Run([.. command, "--help"]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("Examples:\n  waggle", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_ListOfCommands_MarksArgumentsThatMayBeLeftOut() =>
        Assert.Contains("\n  disasm <FILE> [SECTION]  Print", CommandLine.Run("--help").Output, StringComparison.Ordinal);

    [Fact]
    public void Version_IsANumberAlone()
    {
        CommandLine.Result result = CommandLine.Run("--version");

        Assert.True(Version.TryParse(result.Output.Trim(), out _), result.Output);
    }

    [Theory]
    [InlineData]
    [InlineData("--output", "json")]
    [InlineData("--", "true")]
    [InlineData("trace", "exec")]
    [InlineData("trace", "open", "--output", "json")]
    public void Run_WithoutPrivileges_SaysWhatIsMissingInFiveLinesAndReturns3(params string[] arguments)
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("needs Linux");

        CommandLine.Result result = CommandLine.RunUnprivileged(arguments);

        Assert.Equal((3, ""), (result.ExitCode, result.Output));
        Assert.InRange(result.ErrorLines.Length, 1, 5);
        Assert.Contains("CAP_BPF", result.Error, StringComparison.Ordinal);
        Assert.Contains("sudo", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_WithoutPrivileges_StillAnswersAndReturns3()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("needs Linux");

        CommandLine.Result result = CommandLine.RunUnprivileged("doctor");

        Assert.Equal((3, ""), (result.ExitCode, result.Error));
        Assert.Contains("✗ CAP_BPF", result.Output, StringComparison.Ordinal);
    }
}
