using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;

namespace Waggle.Verifier.Explanations;

/// <summary>Instructions of a program as text, with the names of its maps and of the kernel functions that it calls.</summary>
internal sealed class InstructionText
{
    private readonly Instruction[] _code;
    private readonly InstructionSymbols _symbols;
    private readonly Dictionary<int, string> _externs;

    public InstructionText(ProgramSpec program)
    {
        _code = [.. program.Instructions];
        _symbols = HelperNames.Symbols.WithMaps(program.MapReferences);
        _externs = program.ExternReferences.ToDictionary(r => r.InstructionIndex, r => r.Name);
    }

    /// <summary>The instruction at a slot; "" if there is none.</summary>
    public string At(int slot)
    {
        if ((uint)slot >= (uint)_code.Length) return "";
        // Kernel functions have no number before they are loaded.
        if (_externs.TryGetValue(slot, out string? name) && _code[slot].Opcode is { IsJump: true, JumpOperation: JumpOperation.Call }) return $"call {name}";
        return Disassembler.Format(_code, slot, _symbols);
    }
}
