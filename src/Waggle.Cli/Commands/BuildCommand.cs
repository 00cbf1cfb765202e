using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Waggle.Build;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Views;
using Waggle.Compiler;

namespace Waggle.Cli.Commands;

/// <summary>Makes object files of the program classes of an assembly.</summary>
internal sealed class BuildCommand : Command
{
    private readonly Argument<string> _source = new("FILE")
    {
        Description = "An assembly with [BpfProgram] classes, or a project (*.csproj), which is built first.",
    };

    private readonly Option<string?> _target = new("--to", "-o")
    {
        Description = "Where to write: NAME.o if there is one class, else a folder, which gets FULL.NAME.bpf.o for each. [default: the current folder]",
        HelpName = "FILE|DIRECTORY",
    };

    private readonly Option<string> _level = new("--isa")
    {
        Description = "Instructions to use, as clang's -mcpu: v1, v2 for kernels since 4.14, v3 since 5.1, v4 since 6.6.",
        HelpName = "v1|v2|v3|v4",
        DefaultValueFactory = _ => "v3",
    };

    private readonly Option<bool> _explain = new("--explain") { Description = "Print the instructions that came of each line of C#. Nothing is written then, unless --to says where." };

    private readonly Option<string> _output = new("--output")
    {
        Description = "text for people, json for scripts (one object a class). [default: text]",
        HelpName = "text|json",
        DefaultValueFactory = _ => "text",
    };

    public BuildCommand(Invocation invocation) : base("build", "Compile programs written in C# to object files, which libbpf and bpftool load too.")
    {
        _level.AcceptOnlyFromAmong("v1", "v2", "v3", "v4");
        _output.AcceptOnlyFromAmong("text", "json");
        Arguments.Add(_source);
        Options.Add(_target);
        Options.Add(_level);
        Options.Add(_explain);
        Options.Add(_output);
        HelpWithExamples.AddTo(
            this,
            ("waggle build ExecWatch.csproj", "build the project and write an object for each [BpfProgram] class"),
            ("waggle build bin/ExecWatch.dll -o exec.bpf.o", "the only class of an assembly, to a file of this name"),
            ("waggle build bin/ExecWatch.dll --explain", "the instructions under each line of C#"),
            ("waggle build bin/ExecWatch.dll --isa v4 -o objects/", "with the instructions of Linux 6.6"));
        SetAction(parsed =>
        {
            invocation.ThrowIfFollowing("build");
            return Run(invocation, parsed);
        });
    }

    private int Run(Invocation invocation, ParseResult parsed)
    {
        string source = parsed.GetValue(_source)!;
        if (source.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase) && ProjectBuild.Run(source, invocation.Error) is var built)
        {
            if (built is null) return ExitCode.Failure; // the build has said why
            source = built;
        }

        CompilerOptions options = new() { Level = Enum.Parse<InstructionSetLevel>(parsed.GetValue(_level)!, ignoreCase: true) };
        if (Compile(source, options, invocation.Error) is not { } classes) return ExitCode.Failure;
        bool isExplained = parsed.GetValue(_explain);
        string? target = parsed.GetValue(_target) ?? (isExplained ? null : ".");
        string[] files = target is null ? [] : Write(classes, target);
        using Stream stream = invocation.OpenOutput();
        using CommandOutput output = new(stream, parsed.GetValue(_output) == "json", isTerminal: false);
        for (int i = 0; i < classes.Length; i++) Tell(output, classes[i], i < files.Length ? files[i] : null, isExplained);
        return ExitCode.Success;
    }

    /// <summary>The classes of an assembly; null if there were problems, which have been told.</summary>
    private static ImmutableArray<CompiledClass>? Compile(string assembly, CompilerOptions options, TextWriter error)
    {
        try
        {
            ImmutableArray<CompiledClass> classes = AssemblyCompiler.Compile(assembly, options);
            return classes.IsEmpty ? throw new InputException($"{assembly} has no class with [BpfProgram].") : classes;
        }
        catch (CompilationException problems)
        {
            foreach (Diagnostic problem in problems.Diagnostics) error.WriteLine(SafeText.Clean(problem.ToString()));
            return null;
        }
        catch (AssemblyException problem)
        {
            throw new InputException(problem.Message);
        }
    }

    private static string[] Write(ImmutableArray<CompiledClass> classes, string target)
    {
        bool isFile = target.EndsWith(".o", StringComparison.Ordinal) && !Directory.Exists(target);
        if (isFile && classes.Length > 1)
        {
            throw new UsageException(
                $"'{target}' is one file, and there are {classes.Length} program classes: {string.Join(", ", classes.Select(c => c.ClassName))}.",
                "Name a folder: -o objects/");
        }

        Directory.CreateDirectory(isFile ? Path.GetDirectoryName(Path.GetFullPath(target))! : target);
        string[] files = [.. classes.Select(c => isFile ? target : Path.Combine(target, c.FileName))];
        for (int i = 0; i < files.Length; i++) File.WriteAllBytes(files[i], classes[i].ToBytes());
        return files;
    }

    private static void Tell(CommandOutput output, CompiledClass compiled, string? file, bool isExplained)
    {
        if (output.IsJson)
        {
            output.Json(json => WriteJson(json, compiled, file, isExplained));
            return;
        }

        var programs = compiled.Object.Programs;
        if (file is not null) output.Text($"{file}  {string.Join(", ", programs.Select(p => $"{p.Name} ({p.Instructions.Length} instructions)"))}");
        if (!isExplained) return;
        foreach (var program in programs)
        {
            foreach (string line in ProgramListing.Lines(program, compiled.Object.Btf)) output.Text(line);
            output.Text("");
        }
    }

    private static void WriteJson(Utf8JsonWriter json, CompiledClass compiled, string? file, bool isExplained)
    {
        json.WriteString("class", compiled.ClassName);
        json.WriteString("file", file);
        json.WriteStartArray("programs");
        foreach (var program in compiled.Object.Programs)
        {
            json.WriteStartObject();
            json.WriteString("name", program.Name);
            json.WriteString("section", program.Section);
            json.WriteNumber("instructions", program.Instructions.Length);
            if (isExplained)
            {
                json.WriteStartArray("listing");
                foreach (string line in ProgramListing.Lines(program, compiled.Object.Btf)) json.WriteStringValue(line);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("maps");
        foreach (var map in compiled.Object.Maps) json.WriteStringValue(map.Name);
        json.WriteEndArray();
    }
}
