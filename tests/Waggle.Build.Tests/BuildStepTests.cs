using Waggle.Bpf.Objects;

namespace Waggle.Build.Tests;

/// <summary>The step of builds, run by the SDK as users run it.</summary>
public sealed class BuildStepTests : IDisposable
{
    private const string Counter = """
        using Waggle.CSharp;

        namespace Samples;

        [BpfProgram]
        public static class Counter
        {
            private static readonly PerCpuCounter s_calls = new();

            [RawTracepoint("sys_enter")]
            private static void OnEnter() => s_calls.Increment();
        }
        """;

    // Line 12 allocates, line 13 boxes.
    private const string Broken = """
        using Waggle.CSharp;

        namespace Samples;

        [BpfProgram]
        public static class Broken
        {
            private static uint s_seen;

            [RawTracepoint("sys_enter")]
            private static void OnEnter()
            {
                object made = new();
                object boxed = s_seen;
            }
        }
        """;

    // The verifier sees an access that no comparison guards; line 14.
    private const string Unchecked = """
        using Waggle.CSharp;

        namespace Samples;

        [BpfProgram]
        public static class Unchecked
        {
            private static readonly HashMap<uint, ulong> s_counts = new();

            [RawTracepoint("sys_enter")]
            private static void OnEnter()
            {
                MapValue<ulong> count = s_counts.Find(1);
                count.Value++;
            }
        }
        """;

    private readonly TemporaryProject _project = new();

    [Fact]
    public void Build_ProgramClass_EmbedsItsObject()
    {
        _project.Write(Counter);

        _project.Build();

        (string name, byte[] bytes) = Assert.Single(_project.Embedded());
        Assert.Equal("Samples.Counter.bpf.o", name);
        BpfObject obj = ObjectReader.Read(bytes, "Counter");
        Assert.Equal("raw_tp/sys_enter", Assert.Single(obj.Programs).Section.Replace("raw_tracepoint", "raw_tp", StringComparison.Ordinal));
        Assert.Equal("calls", Assert.Single(obj.Maps).Name);
        Assert.Equal("Program.cs", obj.Programs[0].Lines.Select(l => l.FileName).First(f => !f.Contains("Waggle.CSharp", StringComparison.Ordinal)));
    }

    [Fact]
    public void Build_NothingChanged_CompilesNothing()
    {
        _project.Write(Counter);
        _project.Build();
        DateTime objects = File.GetLastWriteTimeUtc(Directory.GetFiles(_project.Objects)[0]), assembly = File.GetLastWriteTimeUtc(_project.Assembly);

        _project.Build();

        Assert.Equal(objects, File.GetLastWriteTimeUtc(Directory.GetFiles(_project.Objects)[0]));
        Assert.Equal(assembly, File.GetLastWriteTimeUtc(_project.Assembly));
    }

    [Fact]
    public void Build_ClassRenamed_ReplacesItsObject()
    {
        _project.Write(Counter);
        _project.Build();
        _project.Write(Counter.Replace("class Counter", "class Tally", StringComparison.Ordinal));

        _project.Build();

        Assert.Equal(["Samples.Tally.bpf.o"], _project.Embedded().Keys);
    }

    [Fact]
    public void Build_OtherInstructionSet_CompilesAgain()
    {
        _project.Write(Counter.Replace("=> s_calls.Increment();", "{ if (Bpf.CurrentProcess > 5) s_calls.Increment(); }", StringComparison.Ordinal));
        _project.Build("-p:WaggleInstructionSet=v1");
        byte[] first = Assert.Single(_project.Embedded()).Value;

        _project.Build("-p:WaggleInstructionSet=v3");

        Assert.NotEqual(first, Assert.Single(_project.Embedded()).Value);
    }

    [Fact]
    public void Build_SameSourceElsewhere_GivesTheSameBytes()
    {
        using TemporaryProject other = new();
        _project.Write(Counter);
        other.Write(Counter);

        _project.Build();
        other.Build();

        Assert.Equal(Assert.Single(_project.Embedded()).Value, Assert.Single(other.Embedded()).Value);
    }

    [Fact]
    public void Build_BrokenPrograms_FailsAtEachLine()
    {
        _project.Write(Broken);

        (int code, string output) = _project.Dotnet("build");

        Assert.Equal(1, code);
        Assert.Contains("Program.cs(13,9): error WAG0001: ", output, StringComparison.Ordinal);
        Assert.Contains("Program.cs(14,9): error WAG0003: ", output, StringComparison.Ordinal);
        Assert.Equal(2, Errors(output).Length);
        Assert.False(File.Exists(_project.Assembly));
    }

    [Fact]
    public void Build_BrokenProgramMended_Succeeds()
    {
        _project.Write(Broken);
        Assert.Equal(1, _project.Dotnet("build").ExitCode);
        Assert.Equal(1, _project.Dotnet("build").ExitCode); // still

        _project.Write(Counter);
        _project.Build();

        Assert.Equal(["Samples.Counter.bpf.o"], _project.Embedded().Keys);
    }

    [Fact]
    public void Build_MistakeInCSharp_IsReportedOnce()
    {
        _project.Write(Counter.Replace("s_calls.Increment()", "s_calls.Incremen()", StringComparison.Ordinal));

        (int code, string output) = _project.Dotnet("build");

        Assert.Equal(1, code);
        Assert.Contains("error CS1061", Assert.Single(Errors(output)), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_NoProgramClass_EmbedsNothing()
    {
        _project.Write("public static class Nothing;");

        _project.Build();

        Assert.Empty(_project.Embedded());
    }

    [Fact]
    public void Build_ProgramThatKernelsReject_FailsAtItsLineIfAskedTo()
    {
        _project.Write(Unchecked);
        _project.Build();

        (int code, string output) = _project.Dotnet("build", "-p:WaggleVerify=6.1%3B6.18");

        Assert.Equal(1, code);
        string[] errors = Errors(output);
        Assert.Equal(2, errors.Length);
        Assert.All(errors, l => Assert.Contains("Program.cs(14,9): error WAG1001: Linux 6.", l, StringComparison.Ordinal));
    }

    [Fact]
    public void Build_ProgramThatKernelsAccept_SucceedsVerified()
    {
        _project.Write(Counter);

        _project.Build("-p:WaggleVerify=6.1%3B6.12%3B6.18");

        Assert.Single(_project.Embedded());
    }

    [Fact]
    public void Build_KernelThatNobodyKnows_SaysWhichAreKnown()
    {
        _project.Write(Counter);

        (int code, string output) = _project.Dotnet("build", "-p:WaggleVerify=3.2");

        Assert.Equal(1, code);
        Assert.Contains("error WAG1000: WaggleVerify names '3.2': known are 5.10", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Clean_AfterABuild_LeavesNoObjects()
    {
        _project.Write(Counter);
        _project.Build();

        (int code, string output) = _project.Dotnet("clean");

        Assert.True(code == 0, output);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(_project.Objects)!, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Publish_ProgramClass_EmbedsItsObject()
    {
        _project.Write(Counter);

        (int code, string output) = _project.Dotnet("publish");

        Assert.True(code == 0, output);
        Assert.Single(_project.Embedded());
    }

    public void Dispose() => _project.Dispose();

    // The build tells each again in its summary.
    private static string[] Errors(string output) =>
        [.. output.Split('\n').Where(l => l.Contains(": error ", StringComparison.Ordinal)).Select(l => l.Trim()).Distinct()];
}
