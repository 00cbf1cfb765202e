using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Waggle.Bpf.Objects;
using Waggle.CSharp;

namespace Waggle.Cli.Tests;

public sealed class BuildTests : IDisposable
{
    private static readonly string s_sample = typeof(Samples.ExecWatch).Assembly.Location;
    private static readonly string s_probes = Path.Combine(AppContext.BaseDirectory, "Waggle.Probes.dll");

    private readonly string _folder = Directory.CreateTempSubdirectory("waggle-build-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Build_Sample_WritesAnObjectThatReadsBack()
    {
        string file = Path.Combine(_folder, "exec.bpf.o");

        CommandLine.Result result = CommandLine.Run("build", s_sample, "-o", file);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        BpfObject read = BpfObject.Read(file);
        Assert.Equal("OnExec (tracepoint/sched/sched_process_exec)", read.Programs.Single().ToString());
        Assert.Contains(read.Maps, m => m.Name == "events");
        Assert.Equal($"{file}  OnExec ({read.Programs[0].Instructions.Length} instructions)", result.OutputLines.Single());
    }

    [Fact]
    public void Build_Sample_HasTheSectionsThatOthersLookFor()
    {
        Assert.Equal(0, CommandLine.Run("build", s_sample, "-o", _folder).ExitCode);

        string headers = Run("llvm-objdump-19", "--section-headers", Path.Combine(_folder, "Samples.ExecWatch.bpf.o"));

        Assert.Contains("elf64-bpf", headers, StringComparison.Ordinal);
        string[] sections = [.. headers.Split('\n').Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(w => w.Length > 1).Select(w => w[1])];
        Assert.Empty(new[] { "tracepoint/sched/sched_process_exec", ".maps", "license", ".BTF", ".BTF.ext" }.Except(sections));
    }

    [Fact]
    public void Build_SeveralClasses_WritesOneObjectForEachAndTheSameBytesAgain()
    {
        string first = Path.Combine(_folder, "first"), second = Path.Combine(_folder, "second");

        Assert.Equal(0, CommandLine.Run("build", s_probes, "-o", first).ExitCode);
        Assert.Equal(0, CommandLine.Run("build", s_probes, "-o", second).ExitCode);

        string[] files = [.. Directory.GetFiles(first).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
        string[] classes = [.. Assembly.LoadFrom(s_probes).GetTypes().Where(t => t.IsDefined(typeof(BpfProgramAttribute))).Select(t => t.FullName!.Replace('+', '.'))];
        Assert.True(classes.Length > 1);
        Assert.Equal(classes.Select(c => c + ".bpf.o").Order(StringComparer.Ordinal), files);
        Assert.All(files, name => Assert.Equal(File.ReadAllBytes(Path.Combine(first, name)), File.ReadAllBytes(Path.Combine(second, name))));
    }

    [Fact]
    public void Build_SeveralClassesToOneFile_NamesThemAndReturns2()
    {
        string file = Path.Combine(_folder, "all.bpf.o");

        CommandLine.Result result = CommandLine.Run("build", s_probes, "-o", file);

        Assert.Equal((2, "", false), (result.ExitCode, result.Output, File.Exists(file)));
        Assert.Contains("Waggle.Probes.Processes.ExitTrace", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_Explain_ShowsInstructionsUnderTheirLineOfCSharpAndWritesNothing()
    {
        CommandLine.Result result = CommandLine.Run("build", s_sample, "--explain");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        int line = Array.FindIndex(result.OutputLines, l => l.StartsWith("; started.Process = Bpf.CurrentProcess;  @ ExecWatch.cs:", StringComparison.Ordinal));
        Assert.True(line > 0, result.Output);
        Assert.EndsWith("call bpf_get_current_pid_tgid#14", result.OutputLines[line + 1], StringComparison.Ordinal);
        Assert.False(File.Exists("Samples.ExecWatch.bpf.o"));
    }

    [Fact]
    public void Build_OutputJson_TellsOfProgramsAndMaps()
    {
        CommandLine.Result result = CommandLine.Run("build", s_sample, "-o", _folder, "--output", "json", "--explain");

        JsonElement line = JsonDocument.Parse(result.OutputLines.Single()).RootElement;
        JsonElement program = line.GetProperty("programs")[0];
        BpfObject written = BpfObject.Read(line.GetProperty("file").GetString()!);
        Assert.Equal("Samples.ExecWatch", line.GetProperty("class").GetString());
        Assert.Contains(line.GetProperty("maps").EnumerateArray(), m => m.GetString() == "events");
        Assert.Equal(("OnExec", written.Programs[0].Instructions.Length), (program.GetProperty("name").GetString(), program.GetProperty("instructions").GetInt32()));
        Assert.True(program.GetProperty("listing").GetArrayLength() > 10);
    }

    [Theory]
    [InlineData("no such file.dll")]
    [InlineData("text.dll")]
    [InlineData("Waggle.Bpf.dll")] // no program class
    [InlineData("none.csproj")]
    public void Build_BadInput_SaysSoAndReturns1(string name)
    {
        File.WriteAllText(Path.Combine(_folder, "text.dll"), "This is no assembly.");
        string file = Path.Combine(name == "Waggle.Bpf.dll" ? AppContext.BaseDirectory : _folder, name);

        CommandLine.Result result = CommandLine.Run("build", file, "-o", _folder);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("waggle: ", result.ErrorLines.Single(), StringComparison.Ordinal);
        Assert.Contains(name, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_ProjectWithProblems_ReportsAllAsTheCSharpCompilerDoes()
    {
        string[] source =
        [
            "using Waggle.CSharp;",
            "[BpfProgram]",
            "public static class First",
            "{",
            "    [RawTracepoint(\"sys_enter\")]",
            "    private static int Run() => new object().GetHashCode();",
            "    public class Inner",
            "    {",
            "        [BpfProgram]",
            "        private static class Second",
            "        {",
            "            [RawTracepoint(\"sys_enter\")]",
            "            private static int Other()",
            "            {",
            "                throw new System.Exception();",
            "            }",
            "        }",
            "    }",
            "}",
        ];
        using ProgramProject project = new(string.Join('\n', source));
        using StringWriter messages = new();
        string? assembly = project.Build(messages);
        Assert.True(assembly is not null, messages.ToString());

        CommandLine.Result result = CommandLine.Run("build", assembly, "-o", project.PathOf("objects"));

        Assert.Equal((1, "", false), (result.ExitCode, result.Output, Directory.Exists(project.PathOf("objects"))));
        Assert.Contains(result.ErrorLines, l => l.StartsWith($"{project.Source}(6,33): error WAG0001: ", StringComparison.Ordinal));
        Assert.Contains(result.ErrorLines, l => l.StartsWith($"{project.Source}(15,17): error WAG0006: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Build_SignedDivision_UsesTheLevelThatWasAskedFor()
    {
        using ProgramProject project = new("""
            using Waggle.CSharp;
            namespace Watching;
            [BpfProgram]
            public static class Watch
            {
                public static int Dividend, Divisor;

                [RawTracepoint("sys_enter")]
                private static int Run() => Divisor == 0 ? 0 : Dividend / Divisor;
            }
            """);
        using StringWriter messages = new();
        string? assembly = project.Build(messages);
        Assert.True(assembly is not null, messages.ToString());

        CommandLine.Result v3 = CommandLine.Run("build", assembly, "--explain"), v4 = CommandLine.Run("build", assembly, "--explain", "--isa", "v4");

        Assert.Equal((0, 0), (v3.ExitCode, v4.ExitCode));
        Assert.DoesNotContain(" s/= ", v3.Output, StringComparison.Ordinal);
        Assert.Contains(" s/= ", v4.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_ProjectThatCSharpRefuses_PassesItsErrorsOn()
    {
        using ProgramProject project = new("public class Watch { nothing }");
        using StringWriter messages = new();

        string? assembly = project.Build(messages);

        Assert.Null(assembly);
        Assert.Contains("Watch.cs(1,", messages.ToString(), StringComparison.Ordinal);
        Assert.Contains("error CS", messages.ToString(), StringComparison.Ordinal);
    }

    private static string Run(string tool, params string[] arguments)
    {
        if (!File.Exists("/usr/bin/" + tool)) Assert.Skip($"{tool} is not installed");
        using Process process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
