using System.Text.Json;

namespace Waggle.Cli.Tests;

/// <summary>The commands <c>run</c> and <c>bench</c> on the engines of this process.</summary>
public sealed class RunTests : IDisposable
{
    // Returns the packet's second byte; writes a third: bpf_xdp_md's data and data_end lie at 0 and 4.
    private const string Packet = """
        r2 = *(u32 *)(r1 +0)
        r3 = *(u32 *)(r1 +4)
        r4 = r2
        r4 += 3
        r0 = 0
        if r4 > r3 goto end
        r0 = *(u8 *)(r2 +1)
        *(u8 *)(r2 +2) = 9
        end:
        exit
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("waggle-run-").FullName;

    [Theory]
    [InlineData("vm")]
    [InlineData("interpreter")]
    public void Run_XdpOnAPacket_NamesTheVerdict(string engine)
    {
        string file = Assemble("xdp", Packet), packet = Write("packet", [1, 3, 5, .. new byte[61]]);

        CommandLine.Result text = CommandLine.Run("run", file, "--data", packet, "--engine", engine);
        JsonElement json = Json("run", file, "--data", packet, "--engine", engine, "--repeat", "5", "--output", "json").Single();

        Assert.Equal((0, ""), (text.ExitCode, text.Error));
        Assert.StartsWith("prog: returned 3 (XDP_TX), time of the first run, with .NET compiling: ", text.Output, StringComparison.Ordinal);
        Assert.Equal(("prog", "xdp", engine), (json.GetProperty("program").GetString(), json.GetProperty("section").GetString(), json.GetProperty("engine").GetString()));
        Assert.Equal((3, "XDP_TX", 5), (json.GetProperty("retval").GetInt32(), json.GetProperty("retval_name").GetString(), json.GetProperty("repeat").GetInt32()));
        Assert.Equal(Hash([1, 3, 9, .. new byte[61]]), json.GetProperty("packet_sha256").GetString());
    }

    [Theory]
    [InlineData("vm")]
    [InlineData("interpreter")]
    public void Run_ProgramThatIsNotSafe_IsRefusedUnlessItIsChecked(string engine)
    {
        string file = Assemble("xdp", "r2 = *(u32 *)(r1 +0)\nr0 = *(u8 *)(r2 +1)\nexit"), packet = Write("packet", [1, 3, 5, .. new byte[61]]);

        CommandLine.Result refused = CommandLine.Run("run", file, "--data", packet, "--engine", engine);
        JsonElement ran = Json("run", file, "--data", packet, "--engine", engine, "--checked", "--output", "json").Single();

        Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
        Assert.Contains("invalid access to packet, off=1 size=1", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--checked", refused.Error, StringComparison.Ordinal);
        Assert.Equal((3, false), (ran.GetProperty("retval").GetInt32(), ran.GetProperty("proved").GetBoolean()));
        Assert.Equal(2, CommandLine.Run("run", file, "--data", packet, "--engine", "kernel", "--checked").ExitCode);
    }

    [Fact]
    public void Run_ProgramThatIsSafe_IsProved() =>
        Assert.True(Json("run", Assemble("xdp", Packet), "--output", "json").Single().GetProperty("proved").GetBoolean());

    [Fact]
    public void Run_TrafficControlWithoutAPacket_GetsZeros() =>
        Assert.StartsWith("prog: returned 64, ", CommandLine.Run("run", Assemble("tc", "r0 = *(u32 *)(r1 +0)\nexit")).Output, StringComparison.Ordinal); // __sk_buff.len

    [Fact]
    public void Run_ContextOfARawTracepoint_IsRead()
    {
        string file = Assemble("raw_tp/x", "r0 = *(u64 *)(r1 +8)\nexit"), context = Write("context", [.. new byte[8], 7, .. new byte[7]]);

        Assert.StartsWith("prog: returned 7, ", CommandLine.Run("run", file, "--ctx", context).Output, StringComparison.Ordinal);
        Assert.Equal(2, CommandLine.Run("run", file, "--data", context).ExitCode);
    }

    // "n=%d\n\0" and a spare byte, on the stack; then a load that may not be.
    private const string Print = """
        r1 = 0x000a64253d6e ll
        *(u64 *)(r10 -8) = r1
        r1 = r10
        r1 += -8
        r2 = 8
        r3 = 7
        call 6
        r0 = 0
        """;

    [Fact]
    public void Run_ProgramThatPrints_ShowsItsLines()
    {
        string file = Assemble("xdp", Print + "\nexit");

        CommandLine.Result text = CommandLine.Run("run", file, "--repeat", "2");
        JsonElement json = Json("run", file, "--output", "json").Single();

        Assert.Equal((0, "n=7\nn=7\n"), (text.ExitCode, text.Error.ReplaceLineEndings("\n")));
        Assert.Contains(", average time of a run: ", text.Output, StringComparison.Ordinal);
        Assert.Equal((1, "n=7"), (json.GetProperty("printed_lines").GetInt32(), json.GetProperty("printed")[0].GetString()));
    }

    [Fact]
    public void Run_ProgramThatPrintsOften_ShowsTheFirstLinesAndCountsTheRest()
    {
        CommandLine.Result text = CommandLine.Run("run", Assemble("xdp", Print + "\nexit"), "--repeat", "1003");

        Assert.EndsWith("n=7\nwaggle: 3 more lines are not shown.\n", text.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ProgramThatPrintsAndFaults_ShowsTheLinesBefore()
    {
        CommandLine.Result text = CommandLine.Run("run", Assemble("xdp", Print + "\nr0 = *(u8 *)(r0 +0)\nexit"), "--checked");

        Assert.Equal(1, text.ExitCode);
        Assert.StartsWith("n=7\n", text.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--program")]
    [InlineData("--section")]
    public void Run_NameThatIsNotThere_ListsThePrograms(string option)
    {
        CommandLine.Result result = CommandLine.Run("run", Assemble("xdp", Packet), option, "other");

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("has no program 'other'", result.Error, StringComparison.Ordinal);
        Assert.Contains("prog (xdp)", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Fault_SaysWhereAndReturns1()
    {
        CommandLine.Result result = CommandLine.Run("run", Assemble("xdp", "r2 = *(u32 *)(r1 +0)\nr0 = *(u8 *)(r2 +64)\nexit"), "--checked");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("Program 'prog', instruction 1: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FileThatIsNoObject_SaysSo() => Assert.Equal(1, CommandLine.Run("run", Write("bad.o", [1, 2, 3])).ExitCode);

    [Fact]
    public void Bench_TwoEngines_AgreeOnWhatTheProgramGives()
    {
        string file = Assemble("xdp", Packet), packet = Write("packet", [1, 3, 5, .. new byte[61]]);

        JsonElement[] results = Json("bench", file, "--data", packet, "--engine", "vm,interpreter", "--rounds", "2", "--output", "json");
        CommandLine.Result text = CommandLine.Run("bench", file, "--data", packet, "--engine", "interpreter", "--rounds", "1");

        Assert.Equal(["vm", "interpreter"], results.Select(r => r.GetProperty("engine").GetString()));
        Assert.All(results, r =>
        {
            Assert.Equal(("prog", 3), (r.GetProperty("program").GetString(), r.GetProperty("retval").GetInt32()));
            Assert.InRange(r.GetProperty("min_ns").GetDouble(), 0.1, r.GetProperty("p99_ns").GetDouble());
            Assert.InRange(r.GetProperty("median_ns").GetDouble(), r.GetProperty("min_ns").GetDouble(), r.GetProperty("p99_ns").GetDouble());
            Assert.Equal(JsonValueKind.Null, r.GetProperty("ratio_to_kernel").ValueKind);
            Assert.True(r.GetProperty("compile_ms").GetDouble() > 0);
            Assert.Equal(Hash([1, 3, 9, .. new byte[61]]), r.GetProperty("packet_sha256").GetString());
        });
        Assert.Equal(2, text.OutputLines.Length);
        Assert.StartsWith("prog     interpreter  ", text.OutputLines[1], StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static JsonElement[] Json(params string[] arguments)
    {
        CommandLine.Result result = CommandLine.Run(arguments);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        return [.. result.OutputLines.Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    private string Assemble(string section, string text) => CommandLine.Assemble(_folder, section, text);

    private string Write(string name, byte[] bytes)
    {
        string file = Path.Combine(_folder, name);
        File.WriteAllBytes(file, bytes);
        return file;
    }
}
