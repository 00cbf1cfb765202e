using System.Text.Json;
using Waggle.Linux.KernelTests;

namespace Waggle.Cli.KernelTests;

public sealed class CheckTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("waggle-check-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Check_AcceptedProgram_SaysHowMuchWorkItWasAndReturns0()
    {
        KernelAccess.Require();
        string file = Write("good", "r0 = 2\nexit");

        CommandLine.Result result = CommandLine.Run("check", file, "--engine", "kernel", "--output", "json");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        JsonElement line = Json.Lines(result.Output).Single();
        Assert.Equal((file, "xdp", "good", "accepted"), (Text(line, "file"), Text(line, "section"), Text(line, "program"), Text(line, "verdict")));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (line.GetProperty("reason").ValueKind, line.GetProperty("line").ValueKind));
        Assert.Equal(2, line.GetProperty("instructions").GetInt32());
        Assert.Equal(JsonValueKind.Number, line.GetProperty("states").ValueKind);
        Assert.InRange(line.GetProperty("seconds").GetDouble(), 0, double.MaxValue);
    }

    [Fact]
    public void Check_RejectedAndDamagedFiles_AreToldAndTheOthersGoOn()
    {
        KernelAccess.Require();
        string bad = Write("bad", "r0 = 2\nr0 = r5\nexit"), good = Write("good", "r0 = 2\nexit");
        string damaged = Path.Combine(_folder, "damaged.o"), missing = Path.Combine(_folder, "missing.o");
        File.WriteAllBytes(damaged, File.ReadAllBytes(good)[..100]);

        CommandLine.Result result = CommandLine.Run("check", damaged, missing, bad, good, "-e", "kernel", "-o", "json");

        Assert.Equal(1, result.ExitCode);
        JsonElement[] lines = Json.Lines(result.Output);
        Assert.Equal(["rejected", "accepted"], lines.Select(l => Text(l, "verdict")));
        Assert.Equal("uninitialised-register", Text(lines[0], "rule"));
        Assert.Equal(1, lines[0].GetProperty("instruction").GetInt32());
        Assert.Contains("R5 is read", Text(lines[0], "reason"), StringComparison.Ordinal);
        Assert.Equal(2, result.ErrorLines.Length);
        Assert.StartsWith($"waggle: {damaged}: ", result.ErrorLines[0], StringComparison.Ordinal);
        Assert.StartsWith("waggle: ", result.ErrorLines[1], StringComparison.Ordinal);
        Assert.Contains(missing, result.ErrorLines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Check_VerboseWithBothEngines_ShowsBothLogs()
    {
        KernelAccess.Require();
        string file = Write("good", "r0 = 2\nexit");

        CommandLine.Result result = CommandLine.Run("check", file, "--engine", "both", "--verbose");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        int waggle = Array.IndexOf(result.OutputLines, $"waggle  {file}  xdp  good"), kernel = Array.IndexOf(result.OutputLines, $"kernel  {file}  xdp  good");
        Assert.True(waggle == 0 && kernel > waggle, result.Output);
        Assert.All([result.OutputLines[..kernel], result.OutputLines[kernel..]], log =>
        {
            Assert.Contains(log, l => l.StartsWith("0: (b7) r0 = 2", StringComparison.Ordinal));
            Assert.Contains(log, l => l.StartsWith("processed 2 insns (limit 1000000) ", StringComparison.Ordinal));
        });
        Assert.StartsWith("accepted  ", result.OutputLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Check_AsText_IsALineAProgram()
    {
        KernelAccess.Require();
        string bad = Write("bad", "r0 = r5\nexit");

        CommandLine.Result result = CommandLine.Run("check", bad, "--engine", "kernel");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith($"rejected  {bad}  xdp  bad  ", result.OutputLines.Single(), StringComparison.Ordinal);
        Assert.EndsWith("(instruction 0)", result.OutputLines.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_TypesOfAnotherKernel_DecideWhatIsThere()
    {
        KernelAccess.Require();
        string file = Path.Combine(_folder, "foreign.o");
        File.WriteAllBytes(file, Clang.Compile("foreign.bpf.c"));

        CommandLine.Result here = CommandLine.Run("check", file, "-e", "kernel"), there = CommandLine.Run("check", file, "-e", "kernel", "--btf", file);

        Assert.Equal(1, here.ExitCode);
        Assert.StartsWith("rejected", here.Output, StringComparison.Ordinal);
        Assert.Contains("what this kernel lacks", here.Output, StringComparison.Ordinal);
        Assert.Contains("waggle_number", here.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (there.ExitCode, there.Error));
        Assert.StartsWith("accepted", there.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_TypesOfAKernelWithoutTheField_NamesWhatTheyLack()
    {
        KernelAccess.Require();
        string file = Path.Combine(_folder, "foreign.o"), types = Path.Combine(_folder, "types.o");
        File.WriteAllBytes(file, Clang.Compile("foreign.bpf.c"));
        File.WriteAllBytes(types, Clang.Compile("core.bpf.c"));

        CommandLine.Result result = CommandLine.Run("check", file, "-e", "kernel", "--btf", types);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("the kernel of the given types lacks", result.Output, StringComparison.Ordinal);
        Assert.Contains("task_struct", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_DamagedTypes_IsOneErrorThatNamesTheFile()
    {
        KernelAccess.Require();
        string good = Write("good", "r0 = 2\nexit"), types = Path.Combine(_folder, "damaged.btf");
        File.WriteAllBytes(types, [0x9f, 0xeb, 1, 0]); // magic and version, and nothing behind

        CommandLine.Result result = CommandLine.Run("check", good, "--btf", types);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith($"waggle: {types}: ", result.ErrorLines.First(), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_WithoutPrivileges_SaysWhatIsMissingAndReturns3()
    {
        KernelAccess.Require();
        string good = Write("good", "r0 = 2\nexit");
        if (OperatingSystem.IsLinux()) File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);

        CommandLine.Result result = CommandLine.RunUnprivileged("check", good, "--engine", "kernel");

        Assert.Equal((3, ""), (result.ExitCode, result.Output));
        Assert.Contains("CAP_BPF", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Both_SayTheSameOfBothKinds()
    {
        KernelAccess.Require();
        string bad = Write("bad", "r0 = 2\nr0 = r5\nexit"), good = Write("good", "r0 = 2\nexit");

        CommandLine.Result json = CommandLine.Run("check", bad, good, "--engine", "both", "-o", "json"), text = CommandLine.Run("check", bad, good, "--engine", "both");

        Assert.Equal((1, 1), (json.ExitCode, text.ExitCode));
        JsonElement[] lines = Json.Lines(json.Output);
        Assert.Equal(["rejected", "accepted"], lines.Select(l => Text(l, "verdict")));
        Assert.All(lines, l => Assert.True(l.GetProperty("agrees").GetBoolean()));
        Assert.All(lines, l => Assert.Equal(("waggle", "kernel"), (Text(l, "engine"), Text(l.GetProperty("kernel"), "engine"))));
        Assert.Equal(Text(lines[0], "rule"), Text(lines[0].GetProperty("kernel"), "rule"));
        Assert.Equal(["rejected", "accepted"], text.OutputLines.Select(l => l.Split("  ")[0]));
    }

    [Fact]
    public void Check_OurVerifier_KnowsWhatGivenTypesLack()
    {
        string file = Path.Combine(_folder, "foreign.o"), types = Path.Combine(_folder, "types.o");
        File.WriteAllBytes(file, Clang.Compile("foreign.bpf.c"));
        File.WriteAllBytes(types, Clang.Compile("core.bpf.c"));

        CommandLine.Result result = CommandLine.Run("check", file, "--btf", types), there = CommandLine.Run("check", file, "--btf", file);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("the kernel of these types lacks", result.Output, StringComparison.Ordinal);
        Assert.Contains("task_struct", result.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (there.ExitCode, there.Error));
    }

    private static string? Text(JsonElement line, string name) => line.GetProperty(name).GetString();

    private string Write(string name, string text)
    {
        string source = Path.Combine(_folder, name + ".s"), target = Path.Combine(_folder, name + ".o");
        File.WriteAllText(source, text);
        Assert.Equal(0, CommandLine.Run("asm", source, "-o", target, "-s", "xdp").ExitCode);
        return target;
    }
}
