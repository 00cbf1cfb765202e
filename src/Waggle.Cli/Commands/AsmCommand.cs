using System.CommandLine;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Sinks;
using Waggle.Cli.Views;

namespace Waggle.Cli.Commands;

/// <summary>Assembles text.</summary>
internal sealed class AsmCommand : Command
{
    private const string DefaultSection = "socket";

    private readonly Argument<string> _file = new("FILE") { Description = "Assembler text, as 'waggle disasm' and bpftool print it; \"-\" for standard input." };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "Write an object file (NAME.o) or raw instructions (any other name) instead of a listing.",
        HelpName = "FILE",
    };

    private readonly Option<string> _section = new("--section", "-s")
    {
        Description = "Section of the object file, which says what kind of program it is.",
        HelpName = "SECTION",
        DefaultValueFactory = _ => DefaultSection,
    };

    public AsmCommand(Invocation invocation) : base("asm", "Assemble a program and print its listing.")
    {
        Arguments.Add(_file);
        Options.Add(_output);
        Options.Add(_section);
        HelpWithExamples.AddTo(
            this,
            ("waggle asm prog.s", "check the text and print the listing"),
            ("waggle asm prog.s -o prog.o -s xdp", "make an object file of it"));
        SetAction(parsed =>
        {
            invocation.ThrowIfFollowing("asm");
            return Run(invocation, parsed.GetValue(_file)!, parsed.GetValue(_output), parsed.GetValue(_section)!);
        });
    }

    private static int Run(Invocation invocation, string file, string? target, string section)
    {
        string text = file == "-" ? Console.In.ReadToEnd() : File.ReadAllText(file);
        if (!Assembler.TryAssemble(text, HelperNames.Symbols, out AssembledProgram? program, out var errors))
        {
            foreach (AssemblerError error in errors) invocation.Error.WriteLine(SafeText.Clean($"{file}:{error}"));
            return ExitCode.Failure;
        }

        ProgramSpec spec = Describe(file, section, program);
        if (target is not null)
        {
            WriteFile(target, spec);
            return ExitCode.Success;
        }

        using Stream output = invocation.OpenOutput();
        TextOutput.Write(output, ProgramListing.Lines(spec with { Section = "" }));
        return ExitCode.Success;
    }

    private static ProgramSpec Describe(string file, string section, AssembledProgram program)
    {
        ProgramSection facts = ProgramSection.Parse(section);
        return new ProgramSpec
        {
            Name = NameFrom(file),
            Section = section,
            Type = facts.Type,
            AttachTarget = facts.AttachTarget,
            ExpectedAttachType = facts.ExpectedAttachType,
            IsSleepable = facts.IsSleepable,
            HasFragments = facts.HasFragments,
            Instructions = program.Instructions,
            MapReferences = program.MapReferences,
        };
    }

    private static void WriteFile(string target, ProgramSpec program)
    {
        if (program.MapReferences is [var map, ..])
            throw new InputException($"The program refers to map '{map.MapName}', and assembler text says nothing of its kind and size: print the listing only.");
        File.WriteAllBytes(target, target.EndsWith(".o", StringComparison.Ordinal)
            ? ObjectWriter.Write(new BpfObject { Programs = [program] })
            : InstructionEncoder.Encode(program.Instructions.AsSpan()));
    }

    // A function's name: letters, digits and underscores.
    private static string NameFrom(string file)
    {
        string name = string.Concat(Path.GetFileNameWithoutExtension(file).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return name.Length == 0 || char.IsAsciiDigit(name[0]) ? "program_" + name : name;
    }
}
