using System.Text.Json;

namespace Waggle.Cli.Tests;

/// <summary><c>waggle check</c> with our own verifier: no root, no kernel.</summary>
public sealed class CheckTests : IDisposable
{
    private const string Bad = "r0 = 2\nr0 = r5\nexit";

    private readonly string _folder = Directory.CreateTempSubdirectory("waggle-check-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Check_WithoutPrivileges_SaysHowMuchWorkItWasAndReturns0()
    {
        string file = Write("good", "r0 = 2\nexit");
        if (OperatingSystem.IsLinux()) File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);

        CommandLine.Result result = CommandLine.RunUnprivileged("check", file, "--output", "json");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        JsonElement line = Lines(result).Single();
        Assert.Equal((file, "xdp", "good", "accepted", "waggle"), (Text(line, "file"), Text(line, "section"), Text(line, "program"), Text(line, "verdict"), Text(line, "engine")));
        Assert.Equal(2, line.GetProperty("instructions").GetInt32());
        Assert.Equal(JsonValueKind.Null, line.GetProperty("agrees").ValueKind);
    }

    [Fact]
    public void Check_RejectedProgram_IsALineAndExitCode1()
    {
        string file = Write("bad", Bad);

        CommandLine.Result result = CommandLine.Run("check", file);

        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        Assert.StartsWith($"rejected  {file}  xdp  bad  ", result.OutputLines.Single(), StringComparison.Ordinal);
        Assert.EndsWith("R5 is read, and nothing was written to it on this path. (instruction 1)", result.OutputLines.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Explain_SaysBeneathWhatLedThereInTwelveLines()
    {
        string file = Write("bad", Bad);

        CommandLine.Result text = CommandLine.Run("check", file, "--explain"), json = CommandLine.Run("check", file, "-o", "json");

        Assert.InRange(text.OutputLines.Length, 4, 13);
        Assert.StartsWith("rejected  ", text.OutputLines[0], StringComparison.Ordinal);
        Assert.All(text.OutputLines[1..], l => Assert.StartsWith("    ", l, StringComparison.Ordinal));
        Assert.Contains("    Instruction 1: r0 = r5", text.OutputLines);
        Assert.StartsWith("    What helps: ", text.OutputLines[^1], StringComparison.Ordinal);
        JsonElement line = Lines(json).Single();
        Assert.Equal(("uninitialised-register", 1), (Text(line, "rule"), line.GetProperty("instruction").GetInt32()));
        Assert.Equal(text.OutputLines[1..].Select(l => l[4..]), Text(line, "explanation")!.Split('\n'));
    }

    [Fact]
    public void Check_Folders_AreWalkedInOrderAndVerifiedInParallel()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "inner"));
        string seed = Write("seed", "r0 = 2\nexit");
        string[] names = [.. Enumerable.Range(0, 40).Select(i => Path.Combine(_folder, i % 2 == 0 ? "inner" : "", $"p{i:00}.o"))];
        foreach (string name in names) File.Copy(seed, name);
        File.WriteAllText(Path.Combine(_folder, "notes.txt"), "no object");

        CommandLine.Result result = CommandLine.Run("check", _folder, "-o", "json");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(names.Append(seed).Order(StringComparer.Ordinal), Lines(result).Select(l => Text(l, "file")));
    }

    [Fact]
    public void Check_RejectedAndDamagedFiles_AreToldAndTheOthersGoOn()
    {
        string bad = Write("bad", Bad), good = Write("good", "r0 = 2\nexit"), damaged = Path.Combine(_folder, "damaged.o");
        File.WriteAllBytes(damaged, File.ReadAllBytes(good)[..100]);

        CommandLine.Result result = CommandLine.Run("check", damaged, bad, good);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(["rejected", "accepted"], result.OutputLines.Select(l => l.Split("  ")[0]));
        Assert.StartsWith($"waggle: {damaged}: ", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Unprivileged_HoldsToWhatAnybodyMayLoad()
    {
        string xdp = Write("xdp", "r0 = 2\nexit"), filter = CommandLine.Assemble(_folder, "socket", "r0 = r10\nr0 += -8\nexit");

        CommandLine.Result all = CommandLine.Run("check", xdp, filter, "-o", "json"), unprivileged = CommandLine.Run("check", xdp, filter, "--unprivileged", "-o", "json");

        Assert.Equal((0, 1), (all.ExitCode, unprivileged.ExitCode));
        Assert.Equal(["privilege", "pointer-leak"], Lines(unprivileged).Select(l => Text(l, "rule")));
        Assert.Equal(Lines(all).Select(l => l.EnumerateObject().Select(p => p.Name)), Lines(unprivileged).Select(l => l.EnumerateObject().Select(p => p.Name)));
    }

    [Theory, InlineData("kernel"), InlineData("both")]
    public void Check_UnprivilegedByTheKernel_IsAUsageError(string engine)
    {
        string file = Write("good", "r0 = 2\nexit");

        CommandLine.Result result = CommandLine.Run("check", file, "--unprivileged", "--engine", engine);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("--unprivileged is for our verifier", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Section_LeavesTheOthersOut()
    {
        string good = Write("good", "r0 = 2\nexit"), bad = Write("bad", Bad, "tc");

        CommandLine.Result some = CommandLine.Run("check", good, bad, "--section", "xdp"), none = CommandLine.Run("check", good, "--section", "kprobe/x");

        Assert.Equal((0, 1), (some.ExitCode, some.OutputLines.Length));
        Assert.Equal((1, ""), (none.ExitCode, none.Output));
        Assert.Contains("kprobe/x", none.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5.10")]
    [InlineData("6.18")]
    public void Check_KnownKernel_IsTaken(string kernel)
    {
        string file = Write("old", "r0 = 2\nexit");

        CommandLine.Result result = CommandLine.Run("check", file, "--kernel", kernel);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
    }

    [Theory]
    [InlineData("--kernel", "4.4")]
    [InlineData("--kernel", "new")]
    [InlineData("--kernel", "6.12", "--engine", "kernel")]
    public void Check_KernelThatCantBeMeant_NamesThoseThatCan(params string[] options)
    {
        CommandLine.Result result = CommandLine.Run(["check", Write("good", "r0 = 2\nexit"), .. options]);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(options.Length == 2 ? "5.10, 5.15, 6.1, 6.6, 6.12, 6.18" : "--engine kernel", result.Error, StringComparison.Ordinal);
    }

    // Both branches that are asked for read address 0.
    private const string Asking = """
        extern int LINUX_KERNEL_VERSION __attribute__((section(".kconfig")));
        extern _Bool CONFIG_ASKED_FOR __attribute__((section(".kconfig"))) WEAK;
        __attribute__((section("xdp"), used)) int asks(void *context)
        {
            if (LINUX_KERNEL_VERSION >= 0x060600) return *(volatile int *)0;
            if (CONFIG_ASKED_FOR) return *(volatile int *)0;
            return 2;
        }
        """;

    [Theory]
    [InlineData("6.1", "CONFIG_OTHER=y", "accepted")]
    [InlineData("6.6", "CONFIG_OTHER=y", "rejected")]
    [InlineData("6.1", "CONFIG_ASKED_FOR=y", "rejected")]
    [InlineData("6.1", "CONFIG_ASKED_FOR=n", "accepted")]
    public void Check_ProgramThatAsksForTheConfiguration_IsJudgedForTheKernelThatIsMeant(string kernel, string configuration, string verdict)
    {
        string file = Compile("asks", Asking, "-DWEAK=__attribute__((weak))"), kconfig = Path.Combine(_folder, "config");
        File.WriteAllText(kconfig, $"# a comment\n{configuration}\n");

        CommandLine.Result result = CommandLine.Run("check", file, "--kernel", kernel, "--kconfig", kconfig, "-o", "json");

        Assert.Equal(verdict, Text(Lines(result).Single(), "verdict"));
    }

    [Fact]
    public void Check_ConfigurationThatTheKernelLacks_IsRejectedUnlessItIsWeak()
    {
        string file = Compile("asks", Asking, "-DWEAK="), kconfig = Path.Combine(_folder, "config");
        File.WriteAllText(kconfig, "CONFIG_OTHER=y\n");

        JsonElement line = Lines(CommandLine.Run("check", file, "--kernel", "6.1", "--kconfig", kconfig, "-o", "json")).Single();

        Assert.Equal(("rejected", "configuration"), (Text(line, "verdict"), Text(line, "rule")));
        Assert.Contains("'CONFIG_ASKED_FOR': the kernel was configured without it. Declared __weak, it is optional.", Text(line, "reason"), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_FileThatIsNoConfiguration_IsNamed()
    {
        string file = Write("good", "r0 = 2\nexit"), text = Path.Combine(_folder, "text"), packed = Path.Combine(_folder, "packed.gz");
        File.WriteAllText(text, "nothing\n");
        File.WriteAllText(packed, "nothing\n");

        CommandLine.Result[] results = [CommandLine.Run("check", file, "--kconfig", text), CommandLine.Run("check", file, "--kconfig", packed), CommandLine.Run("check", file, "--kconfig", text + "s")];

        Assert.All(results, result => Assert.Equal((1, ""), (result.ExitCode, result.Output)));
        Assert.All(results, result => Assert.Contains(_folder, result.Error, StringComparison.Ordinal));
    }

    private string Compile(string name, string text, params string[] options)
    {
        string source = Path.Combine(_folder, name + ".c"), target = Path.Combine(_folder, name + ".o");
        File.WriteAllText(source, text);
        if (!Tool.TryRun("clang-19", ["-g", "-O2", "-target", "bpf", .. options, "-c", source, "-o", target])) Assert.Skip("clang-19 is not installed");
        return target;
    }

    private static JsonElement[] Lines(CommandLine.Result result) => [.. result.OutputLines.Select(l => JsonDocument.Parse(l).RootElement)];

    private static string? Text(JsonElement line, string name) => line.GetProperty(name).GetString();

    private string Write(string name, string text, string section = "xdp")
    {
        string source = Path.Combine(_folder, name + ".s"), target = Path.Combine(_folder, name + ".o");
        File.WriteAllText(source, text);
        Assert.Equal(0, CommandLine.Run("asm", source, "-o", target, "-s", section).ExitCode);
        return target;
    }
}
