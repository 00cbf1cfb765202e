using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;

namespace Waggle.Cli.Views;

/// <summary>A program as text: a heading, then its instructions, each run of them under the source line that it comes from.</summary>
internal static class ProgramListing
{
    public static List<string> Lines(ProgramSpec program, Btf? types = null)
    {
        List<string> lines = [];
        if (program.Section.Length > 0) lines.Add($"{SafeText.Clean(program.Section)}: {SafeText.Clean(program.Name)}");
        InstructionSymbols symbols = Symbols(program, types);
        Dictionary<int, LineInfo> sources = program.Lines.ToDictionary(l => l.InstructionIndex);
        string last = "";
        foreach (DisassembledInstruction instruction in Disassembler.Disassemble(program.Instructions.AsSpan(), symbols))
        {
            if (instruction.Slot > 0 && symbols.FunctionName!(instruction.Slot) is { } function) lines.Add($"{SafeText.Clean(function)}:");
            if (sources.TryGetValue(instruction.Slot, out LineInfo source) && Describe(source) is var text && text != last)
            {
                lines.Add(text);
                last = text;
            }

            lines.Add(instruction.ToString());
        }

        return lines;
    }

    private static string Describe(LineInfo source) =>
        SafeText.Clean($"; {source.SourceText}  @ {Path.GetFileName(source.FileName)}:{source.Line}");

    private static InstructionSymbols Symbols(ProgramSpec program, Btf? types)
    {
        Dictionary<int, MapReference> maps = program.MapReferences.ToDictionary(r => r.InstructionIndex);
        Dictionary<int, string> functions = types is null
            ? []
            : program.Functions.ToDictionary(f => f.InstructionIndex, f => types[f.TypeId].Name);
        return HelperNames.Symbols with
        {
            MapAt = slot => maps.TryGetValue(slot, out MapReference reference) ? reference : null,
            FunctionName = slot => functions.GetValueOrDefault(slot),
        };
    }
}
