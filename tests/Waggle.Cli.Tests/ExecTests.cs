namespace Waggle.Cli.Tests;

/// <summary>The command <c>exec</c>, as the runner of bpf_conformance calls it.</summary>
public class ExecTests
{
    private const string Exit = "95 00 00 00 00 00 00 00";
    private const string LoadHalfword = "69 10 00 00 00 00 00 00 " + Exit; // r0 = *(u16 *)(r1 + 0)

    public static TheoryData<string> Engines => ["vm", "interpreter"];

    [Theory]
    [MemberData(nameof(Engines))]
    public void Exec_NumberWithAllBits_IsPrintedInHexadecimal(string engine)
    {
        // r0 = -2; r0 <<= 4
        CommandLine.Result result = CommandLine.Run($"b7 00 00 00 fe ff ff ff\n67 00 00 00 04 00 00 00\n{Exit}\n", ["exec", "--engine", engine]);

        Assert.Equal((0, "ffffffffffffffe0\n", ""), (result.ExitCode, result.Output, result.Error));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Exec_AsTheRunnerCallsIt_ReadsTheMemory(string engine)
    {
        CommandLine.Result result = CommandLine.Run(LoadHalfword.Replace(" ", "  ", StringComparison.Ordinal), ["exec", "--engine", engine, "34  12  56  ", ""]);

        Assert.Equal((0, "1234\n", ""), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public void Exec_ProgramOption_LengthIsInR2()
    {
        CommandLine.Result result = CommandLine.Run("exec", "--program", $"bf20000000000000 {Exit}", "1 2 0x3 0405"); // r0 = r2

        Assert.Equal((0, "5\n"), (result.ExitCode, result.Output));
    }

    [Fact]
    public void Exec_ProcessThatCannotCompile_Interprets()
    {
        CommandLine.Result result = CommandLine.RunWithoutCompiler("exec", "--engine", "vm", "--program", LoadHalfword, "34 12");

        Assert.Equal((0, "1234\n", ""), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public void Exec_NoMemory_BothRegistersAreZero()
    {
        CommandLine.Result result = CommandLine.Run($"bf 10 00 00 00 00 00 00 4f 20 00 00 00 00 00 00 {Exit}", ["exec", "", ""]); // r0 = r1; r0 |= r2

        Assert.Equal((0, "0\n"), (result.ExitCode, result.Output));
    }

    [Fact]
    public void Exec_Debug_PrintsInstructionsAndMemoryBesideTheResult()
    {
        CommandLine.Result result = CommandLine.Run($"72 01 00 00 ff 00 00 00 b7 00 00 00 01 00 00 00 {Exit}", ["exec", "11 22", "--debug"]); // *(u8 *)(r1 + 0) = 255

        Assert.Equal((0, "1\n"), (result.ExitCode, result.Output));
        Assert.Equal(4, result.ErrorLines.Length);
        Assert.EndsWith("*(u8 *)(r1 +0) = 255", result.ErrorLines[0], StringComparison.Ordinal);
        Assert.Equal("memory: ff22", result.ErrorLines[^1]);
    }

    [Fact]
    public void Exec_Elf_RunsTheFirstProgram()
    {
        string file = Path.GetTempFileName() + ".o";
        try
        {
            Assert.Equal(0, CommandLine.Run("r0 = *(u16 *)(r1 +0)\nexit\n", ["asm", "-", "-o", file, "-s", "syscall"]).ExitCode);

            CommandLine.Result result = CommandLine.Run(Convert.ToHexString(File.ReadAllBytes(file)), ["exec", "cdab", "--elf"]);

            Assert.Equal((0, "abcd\n", ""), (result.ExitCode, result.Output, result.Error));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("vm", LoadHalfword, "instruction 0")]                                 // one byte behind the memory
    [InlineData("interpreter", LoadHalfword, "instruction 0")]
    [InlineData("vm", "05 00 ff ff 00 00 00 00 " + Exit, "instruction 0")]            // goto itself
    [InlineData("interpreter", "05 00 ff ff 00 00 00 00 " + Exit, "instruction 0")]
    [InlineData("vm", "b7 00 00 00 01 00 00 00", "instruction 0")]                    // no exit
    [InlineData("vm", "ff 00 00 00 00 00 00 00 " + Exit, "invalid")]
    [InlineData("vm", "b7 00 00 00 01 00 00", "7 bytes")]
    [InlineData("vm", "b7 00 00 zz", "'zz' at byte 3")]
    [InlineData("vm", "b7 000", "'000' at byte 1")]
    [InlineData("vm", "", "no program")]
    public void Exec_FaultOrBadProgram_SaysWhyAndReturns1(string engine, string program, string expected)
    {
        CommandLine.Result result = CommandLine.Run(program, ["exec", "7f", "--engine", engine]);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.InRange(result.ErrorLines.Length, 1, 5);
        Assert.StartsWith("waggle: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Exec_BadMemory_SaysWhere() =>
        Assert.Contains("The memory has 'hello' at byte 1", CommandLine.Run(Exit, ["exec", "00 hello"]).Error, StringComparison.Ordinal);
}
