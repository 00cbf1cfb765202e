using System.Text.Json;
using System.Xml.Linq;

namespace Waggle.Cli.Tests;

/// <summary>What <c>waggle check</c> tells besides its verdict: <c>--verbose</c>, <c>--report</c>, <c>--graph</c>.</summary>
public sealed class CheckReportTests : IDisposable
{
    private const string Good = "r6 = 0\nagain: r6 += 1\nif r6 < 3 goto again\ncall bpf_ktime_get_ns\nr0 = 2\nexit";

    private readonly string _folder = Directory.CreateTempSubdirectory("waggle-check-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Verbose_TwoPrograms_WritesTheLogOfEachAboveItsVerdict()
    {
        string good = Write("good", "r0 = 2\nexit"), bad = Write("bad", "r0 = r5\nexit");

        CommandLine.Result result = CommandLine.Run("check", good, bad, "--verbose");

        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        string[] lines = result.OutputLines;
        Assert.Equal($"waggle  {good}  xdp  good", lines[0]);
        Assert.Equal(
            ["0: R1=ctx() R10=fp0", "0: (b7) r0 = 2                        ; R0=2", "1: (95) exit", "processed 2 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0"],
            lines[1..5]);
        Assert.StartsWith($"accepted  {good}  xdp  good", lines[5], StringComparison.Ordinal);
        Assert.Equal([$"waggle  {bad}  xdp  bad", "0: R1=ctx() R10=fp0", "0: (bf) r0 = r5", "R5 !read_ok"], lines[6..10]);
        Assert.StartsWith("rejected  ", lines[11], StringComparison.Ordinal);
    }

    [Fact]
    public void Report_AcceptedProgram_IsToldBeneathAndInJson()
    {
        string file = Write("good", Good);

        CommandLine.Result text = CommandLine.Run("check", file, "--report"), json = CommandLine.Run("check", file, "--report", "-o", "json"), without = CommandLine.Run("check", file, "-o", "json");

        Assert.Equal((0, ""), (text.ExitCode, text.Error));
        Assert.StartsWith("accepted  ", text.OutputLines[0], StringComparison.Ordinal);
        Assert.All(text.OutputLines[1..], l => Assert.StartsWith("    ", l, StringComparison.Ordinal));
        Assert.Contains("    Helpers: bpf_ktime_get_ns", text.OutputLines);
        JsonElement report = JsonDocument.Parse(json.Output).RootElement.GetProperty("report");
        Assert.Equal(("bpf_ktime_get_ns", 1), (report.GetProperty("helpers")[0].GetProperty("name").GetString(), report.GetProperty("helpers")[0].GetProperty("count").GetInt32()));
        Assert.Equal((16, "good"), (report.GetProperty("stack_in_bytes").GetInt32(), report.GetProperty("deepest_chain")[0].GetString()));
        Assert.Equal(3, report.GetProperty("instructions")[0].GetProperty("visits").GetInt32());
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(without.Output).RootElement.GetProperty("report").ValueKind);
    }

    [Fact]
    public void Graph_OneProgram_IsWrittenToTheFile()
    {
        string file = Write("good", Good), svg = Path.Combine(_folder, "out.svg"), dot = Path.Combine(_folder, "out.dot");

        CommandLine.Result first = CommandLine.Run("check", file, "--section", "xdp", "--graph", svg), second = CommandLine.Run("check", file, "-g", dot);

        Assert.Equal((0, 0, "", ""), (first.ExitCode, second.ExitCode, first.Error, second.Error));
        Assert.Equal("svg", XDocument.Load(svg).Root!.Name.LocalName);
        Assert.StartsWith("digraph \"good\" {", File.ReadAllText(dot), StringComparison.Ordinal);
    }

    [Fact]
    public void Graph_SeveralPrograms_AreWrittenToAFileEach()
    {
        string one = Write("one", Good), two = Write("two", "r0 = 2\nexit"), dot = Path.Combine(_folder, "out.dot");

        CommandLine.Result result = CommandLine.Run("check", one, two, one, "--graph", dot);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(["out.one.2.dot", "out.one.dot", "out.two.dot"], Directory.GetFiles(_folder, "*.dot").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("digraph \"two\"", File.ReadAllText(Path.Combine(_folder, "out.two.dot")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--graph", "out.png")]
    [InlineData("--verbose", "--output", "json")]
    [InlineData("--report", "--engine", "kernel")]
    [InlineData("--graph", "out.svg", "--engine", "kernel")]
    public void Check_OptionsThatExcludeEachOther_AreAUsageError(params string[] options)
    {
        CommandLine.Result result = CommandLine.Run(["check", Write("good", Good), .. options]);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(options[0], result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Graph_FolderThatIsNotThere_IsAnErrorAndNoCrash()
    {
        CommandLine.Result result = CommandLine.Run("check", Write("good", Good), "--graph", Path.Combine(_folder, "none", "out.svg"));

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("waggle: ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        string source = Path.Combine(_folder, name + ".s"), target = Path.Combine(_folder, name + ".o");
        File.WriteAllText(source, text);
        Assert.Equal(0, CommandLine.Run("asm", source, "-o", target, "-s", "xdp").ExitCode);
        return target;
    }
}
