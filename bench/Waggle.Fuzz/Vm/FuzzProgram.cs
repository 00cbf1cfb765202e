using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;

namespace Waggle.Fuzz.Vm;

/// <summary>A program to try, with the memory that r1 points to.</summary>
internal sealed record FuzzProgram(ImmutableArray<Instruction> Code, byte[] Memory)
{
    /// <summary>Assembler text that the assembler reads back.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"; memory {Convert.ToHexStringLower(Memory)}\n");
        text.Append(Disassembler.Listing(Code.AsSpan(), HelperNames.Symbols));
        return text.ToString();
    }
}
