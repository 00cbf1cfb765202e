using System.CommandLine;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Selection;
using Waggle.Cli.Views;
using Waggle.Linux.Inspection;

namespace Waggle.Cli.Commands;

/// <summary>Shows the instructions of a program in the kernel.</summary>
internal sealed class ProgDumpCommand : ObjectCommand
{
    private readonly Argument<string[]> _program = Words("PROG", ObjectSelector.ProgramForms);

    private readonly Option<string?> _file = new("--machine-code") { Description = "Write the machine code to a file instead.", HelpName = "FILE" };

    public ProgDumpCommand(Invocation invocation) : base(
        invocation, "prog", "dump", "Print the instructions of a program as the verifier left them, under their source lines.",
        ("waggle prog dump id 12", "the instructions and source lines"),
        ("waggle prog dump name count --output json", "one object for each instruction"),
        ("waggle prog dump id 12 --machine-code prog.bin", "what the processor runs, for a disassembler"))
    {
        Arguments.Add(_program);
        Options.Add(_file);
    }

    protected override int Run(ParseResult parsed, CommandOutput output)
    {
        uint id = ObjectSelector.Single(ObjectSelector.Programs(parsed.GetValue(_program)!), "program");
        ProgramCode code = KernelInventory.ReadCode(id) ?? throw ObjectSelector.NotThere("program", id);
        if (parsed.GetValue(_file) is { } file)
        {
            if (code.MachineCode.IsEmpty) throw new InputException($"Program {id} has no machine code: it is interpreted.");
            File.WriteAllBytes(file, [.. code.MachineCode]);
            return ExitCode.Success;
        }

        Dictionary<int, LineInfo> lines = code.Lines.GroupBy(l => l.InstructionIndex).ToDictionary(g => g.Key, g => g.First());
        Dictionary<int, string> functions = code.Types is null ? [] : code.Functions.ToDictionary(f => f.InstructionIndex, f => code.Types[f.TypeId].Name);
        List<Line> text = [];
        foreach (DisassembledInstruction instruction in code.Disassemble(KernelSymbols.Read()))
        {
            string? function = functions.GetValueOrDefault(instruction.Slot);
            LineInfo? source = lines.TryGetValue(instruction.Slot, out LineInfo line) ? line : null;
            if (output.IsJson) WriteJson(output, instruction, function, source);
            else AddText(text, instruction, function, source);
        }

        if (!output.IsJson) output.Text(text);
        return ExitCode.Success;
    }

    private static void AddText(List<Line> text, DisassembledInstruction instruction, string? function, LineInfo? source)
    {
        if (function is not null) text.Add(new Line().Add($"{function}:", Palette.Heading));
        if (source is { } s) text.Add(new Line().Add($"; {s.SourceText}", Palette.Good).Add($"  @ {Path.GetFileName(s.FileName)}:{s.Line}", Palette.Quiet));
        text.Add(new Line().Add(instruction.ToString()));
    }

    private static void WriteJson(CommandOutput output, DisassembledInstruction instruction, string? function, LineInfo? source) => output.Json(json =>
    {
        json.WriteNumber("slot", instruction.Slot);
        if (function is not null) json.WriteString("function", function);
        if (source is { } line)
        {
            json.WriteString("src", line.SourceText);
            json.WriteString("file", line.FileName);
            json.WriteNumber("line_num", line.Line);
            json.WriteNumber("line_col", line.Column);
        }

        json.WriteString("disasm", $"({instruction.Opcode.Value:x2}) {instruction.Text}");
    });
}
