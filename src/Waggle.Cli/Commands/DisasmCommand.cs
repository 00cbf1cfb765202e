using System.CommandLine;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Sinks;
using Waggle.Cli.Views;

namespace Waggle.Cli.Commands;

/// <summary>Shows the instructions of an object file.</summary>
internal sealed class DisasmCommand : Command
{
    private static ReadOnlySpan<byte> ElfMagic => [0x7f, (byte)'E', (byte)'L', (byte)'F'];

    private readonly Argument<string> _file = new("FILE") { Description = "An object file, or raw instructions." };

    private readonly Argument<string?> _section = new("SECTION")
    {
        Description = "Only the programs of this section, or the one of this name.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public DisasmCommand(Invocation invocation) : base("disasm", "Print the instructions of an object file, with the source lines that it carries.")
    {
        Arguments.Add(_file);
        Arguments.Add(_section);
        HelpWithExamples.AddTo(
            this,
            ("waggle disasm prog.bpf.o", "all programs of an object"),
            ("waggle disasm prog.bpf.o tp_btf/sched_switch", "those of one section"));
        SetAction(parsed =>
        {
            invocation.ThrowIfFollowing("disasm");
            IEnumerable<string> lines = Disassemble(parsed.GetValue(_file)!, parsed.GetValue(_section));
            using Stream output = invocation.OpenOutput();
            TextOutput.Write(output, lines);
            return ExitCode.Success;
        });
    }

    private static List<string> Disassemble(string file, string? section)
    {
        byte[] bytes = File.ReadAllBytes(file);
        try
        {
            if (bytes.AsSpan().StartsWith(ElfMagic)) return DisassembleObject(file, bytes, section);
            if (bytes.Length == 0 || bytes.Length % Instruction.SizeInBytes != 0)
                throw new InputException($"{file} is no object file, and its {bytes.Length} bytes are no raw instructions of 8 bytes each.");
            return ProgramListing.Lines(new ProgramSpec
            {
                Name = "",
                Section = "",
                Type = Bpf.Catalog.ProgramType.Unspecified,
                Instructions = [.. InstructionDecoder.Decode(bytes)],
            });
        }
        catch (Exception e) when (e is ObjectFormatException or BtfFormatException or InvalidInstructionException)
        {
            throw new InputException($"{file}: {e.Message}");
        }
    }

    private static List<string> DisassembleObject(string file, byte[] bytes, string? section)
    {
        BpfObject programs = ObjectReader.Read(bytes);
        List<string> lines = [];
        foreach (ProgramSpec program in programs.Programs)
        {
            if (section is not null && section != program.Section && section != program.Name) continue;
            if (lines.Count > 0) lines.Add("");
            lines.AddRange(ProgramListing.Lines(program, programs.Btf));
        }

        if (lines.Count > 0) return lines;
        if (section is null) throw new InputException($"{file} holds no programs.");
        throw new InputException($"{file} has no section or program '{section}'; it has {string.Join(", ", programs.Programs.Select(p => p.Section).Distinct())}.");
    }
}
