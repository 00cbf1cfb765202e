using System.Diagnostics;
using System.Text.Json;
using Waggle.Linux;
using Waggle.Trace;
using Waggle.Trace.Problems;
using Waggle.Verifier;

namespace Waggle.Cli.KernelTests;

public class OneLinerTests
{
    public static TheoryData<string> Documented => [.. File.ReadLines(Path.Combine(Root(), "docs/one-liners.md"))
        .Where(l => l.StartsWith("    waggle trace -e '", StringComparison.Ordinal))
        .Select(l => l["    waggle trace -e '".Length..l.LastIndexOf('\'')])];

    [Theory, MemberData(nameof(Documented))]
    public void Compile_OneLinerOfThePage_IsSafe(string expression)
    {
        KernelAccess.Require();

        TraceScript script = TraceScript.Compile(expression);

        Assert.Equal(script.Hooks.Length, script.Object.Programs.Length);
        VerifierOptions options = new() { KernelTypes = KernelEngine.Create().KernelBtf };
        Assert.All(script.Object.Programs, p => Assert.True(ProgramVerifier.Verify(script.Object, p, options, TestContext.Current.CancellationToken).IsAccepted, p.Name));
    }

    [Fact]
    public void Documented_Page_HasAllTwelve() => Assert.Equal(11, Documented.Count); // the first of them lists hooks

    [Fact]
    public void Run_HelloWorld_PrintsItAndEnds()
    {
        KernelAccess.Require();

        CommandLine.Result result = CommandLine.Run("trace", "-e", "BEGIN => { print(\"hello world\"); exit(); }");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("hello world\n", result.Output);
    }

    [Fact]
    public void Run_CallsOfAChild_CountsExactlyThose()
    {
        KernelAccess.Require();
        using Process child = StartWaiting("for i in 1 2 3 4 5 6 7; do : < /proc/version; done");
        string only = $"pid == {child.Id}";

        using RunningCommand command = RunningCommand.Start("trace", "--output", "json", "-e",
            $"BEGIN => print(\"ready\"); syscalls:sys_enter_openat where {only} => {{ opens[str(args.filename)]++; all = count(); print($\"{{comm}} {{str(args.filename)}}\"); }}; sched:sched_process_exit where {only} => exit()");
        Assert.Equal("ready", Parse(command.ReadLine()).GetProperty("text").GetString());
        child.StandardInput.Close();
        JsonElement[] lines = Json.Lines(command.ReadToEnd());

        Assert.Equal(Enumerable.Repeat("sh /proc/version", 7), lines.Where(l => l.GetProperty("type").GetString() == "print").Select(l => l.GetProperty("text").GetString()));
        Assert.Equal([("/proc/version", 7)], Rows(lines, "opens"));
        Assert.Equal([("", 7)], Rows(lines, "all"));
        Assert.Equal(0, command.WaitForExit().ExitCode);
    }

    [Fact]
    public void Compile_UnknownArgument_NamesThoseThatThereAre()
    {
        KernelAccess.Require();
        const string expression = "syscalls:sys_exit_read => n = sum(args.rett)";

        TraceProblem problem = Assert.Single(Assert.Throws<TraceException>(() => TraceScript.Compile(expression)).Problems);

        Assert.Equal(expression.IndexOf("rett", StringComparison.Ordinal), problem.Start);
        Assert.Contains("__syscall_nr, ret.", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("syscalls:sys_enter_opnat => print(1)", 0, "syscalls/sys_enter_openat")]
    [InlineData("BEGIN { exit(); }", 6, "'=>' is missing")]
    [InlineData("BEGIN => { exit();", 9, "'}' is missing")]
    [InlineData("BEGIN => { var x = new int[3]; print(x[0]); }", 11, "[InlineArray(n)]")]
    [InlineData("BEGIN => { n = count(); n++; }", 24, "can't be changed here")]
    [InlineData("BEGIN => { n = hist(1); print(n + 1); }", 30, "")]
    public void Compile_Wrong_SaysWhere(string expression, int start, string words)
    {
        KernelAccess.Require();

        TraceProblem problem = Assert.Throws<TraceException>(() => TraceScript.Compile(expression)).Problems[0];

        Assert.Equal(start, problem.Start);
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
    }

    private static (string Key, int Value)[] Rows(JsonElement[] lines, string map) => [.. lines
        .Single(l => l.GetProperty("type").GetString() == "map" && l.GetProperty("map").GetString() == map).GetProperty("rows").EnumerateArray()
        .Select(r => (string.Concat(r.GetProperty("key").EnumerateArray().Select(k => k.GetString())), r.GetProperty("value").GetInt32()))];

    // A shell that waits for the end of its input, so that nothing of what it does then is missed.
    private static Process StartWaiting(string script) => Process.Start(new ProcessStartInfo("sh", ["-c", $"read line; {script}"]) { RedirectStandardInput = true })!;

    private static JsonElement Parse(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }

    private static string Root()
    {
        DirectoryInfo directory = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Waggle.slnx"))) directory = directory.Parent!;
        return directory.FullName;
    }
}
