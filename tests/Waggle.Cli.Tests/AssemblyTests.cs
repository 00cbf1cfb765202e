namespace Waggle.Cli.Tests;

public sealed class AssemblyTests : IDisposable
{
    private const string Source = """
        r2 = 0
        loop:
        r2 += 1
        if r2 < 10 goto loop
        call bpf_ktime_get_ns
        r0 = 1
        exit
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("waggle-asm-").FullName;

    [Fact]
    public void Asm_Text_PrintsTheListingThatItReadsBack()
    {
        CommandLine.Result first = CommandLine.Run(Source, ["asm", "-"]);
        CommandLine.Result second = CommandLine.Run(first.Output, ["asm", "-"]);

        Assert.Equal((0, ""), (first.ExitCode, first.Error));
        Assert.Equal(6, first.OutputLines.Length);
        Assert.Contains("call bpf_ktime_get_ns", first.Output, StringComparison.Ordinal);
        Assert.Equal(first.Output, second.Output);
    }

    [Theory]
    [InlineData("prog.o", "xdp: prog")]
    [InlineData("prog.bin", "   0: (b7) r2 = 0")]
    public void Disasm_WhatAsmWrote_PrintsTheSameInstructions(string name, string firstLine)
    {
        string source = Path.Combine(_folder, "prog.s"), target = Path.Combine(_folder, name);
        File.WriteAllText(source, Source);

        Assert.Equal(0, CommandLine.Run("asm", source, "-o", target, "-s", "xdp").ExitCode);
        CommandLine.Result result = CommandLine.Run("disasm", target);

        Assert.Equal(firstLine, result.OutputLines[0]);
        Assert.Equal(CommandLine.Run("asm", source).OutputLines, result.OutputLines[^6..]);
    }

    [Fact]
    public void Asm_TextWithMistakes_NamesEachPlaceAndReturns1()
    {
        CommandLine.Result result = CommandLine.Run("r0 = 1\nr11 = 2\nfly\nexit\n", ["asm", "-"]);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Equal(["-:2:", "-:3:"], result.ErrorLines.Select(l => l[..4]));
    }

    [Fact]
    public void Disasm_ObjectOfClang_ShowsSourceLinesAndMaps()
    {
        string file = Path.Combine(_folder, "clang.bpf.o");
        string source = Path.Combine(_folder, "clang.bpf.c");
        File.WriteAllText(source, """
            struct { int (*type)[2]; int *key; long *value; int (*max_entries)[1]; } counts __attribute__((section(".maps"), used));
            static void *(*lookup)(void *map, const void *key) = (void *)1;
            __attribute__((section("tp_btf/sys_enter"), used)) int count(void *ctx)
            {
                int zero = 0;
                long *value = lookup(&counts, &zero);
                if (value)
                    *value += 1;
                return 0;
            }
            char _license[] __attribute__((section("license"), used)) = "GPL";
            """);
        if (!Tool.TryRun("clang-19", "-g", "-O2", "-target", "bpf", "-c", source, "-o", file)) Assert.Skip("clang-19 is not installed");

        CommandLine.Result result = CommandLine.Run("disasm", file);

        Assert.Equal((0, "tp_btf/sys_enter: count"), (result.ExitCode, result.OutputLines[0]));
        Assert.Contains("map[counts]", result.Output, StringComparison.Ordinal);
        Assert.Contains("*value += 1;  @ clang.bpf.c:8", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no such file")]
    [InlineData("")]
    [InlineData("\u007fELF and nothing more")]
    public void Disasm_BadFile_SaysSoAndReturns1(string content)
    {
        string file = Path.Combine(_folder, "bad");
        if (content != "no such file") File.WriteAllText(file, content);

        CommandLine.Result result = CommandLine.Run("disasm", file);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.InRange(result.ErrorLines.Length, 1, 5);
        Assert.StartsWith("waggle: ", result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
