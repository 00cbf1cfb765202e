using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Waggle.Bpf.Instructions;

/// <summary>Writes instructions as the text that the kernel's verifier and <c>bpftool prog dump xlated</c> print.</summary>
/// <remarks>
/// <para>The form is that of <c>print_bpf_insn</c> (kernel/bpf/disasm.c, Linux 6.18) with bpftool's names for 64-bit immediates. Where
/// that form prints the same for different instructions, <see cref="DisassemblyStyle.Exact"/> writes:</para>
/// <list type="bullet">
/// <item><c>map[idx:5]</c>, <c>map[idx:5][0]+8</c>, <c>var[id:7]</c> and <c>var[id:7]+2</c> (2: descriptor of a module's BTF) for the
/// 64-bit immediates that bpftool prints as plain numbers;</item>
/// <item><c>map[events]</c>, <c>map[.bss][0]+8</c> when <see cref="InstructionSymbols.MapAt"/> knows the map;</item>
/// <item><c>kfunc</c> behind a kernel function's name, <c>kfunc:2</c> when it is one of a module (2: the offset field);</item>
/// <item><c>.slot 0xff, 1, 2, -4, 5</c> (opcode, destination, source, offset, immediate) for a slot that is not a
/// defined instruction.</item>
/// </list>
/// <para>As in the kernel's own text a number moved into a register is decimal in <c>mov</c> and hexadecimal in the two-slot
/// <c>lddw</c>: <c>r1 = 5</c>, <c>r1 = 0x5</c>. Thread-safe.</para>
/// </remarks>
public static class Disassembler
{
    /// <summary>The text of the instruction whose first slot is <paramref name="slot"/>, without index and opcode.</summary>
    /// <param name="program">The whole program.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="symbols">Names for helpers, maps and functions.</param>
    /// <param name="style">Whether the text can be read back.</param>
    public static string Format(
        ReadOnlySpan<Instruction> program, int slot, InstructionSymbols? symbols = null, DisassemblyStyle style = DisassemblyStyle.Exact)
    {
        StringBuilder text = new();
        new InstructionWriter(text, symbols, style).Write(program, slot);
        return text.ToString();
    }

    /// <summary>The text of every instruction of a program.</summary>
    /// <param name="program">The whole program.</param>
    /// <param name="symbols">Names for helpers, maps and functions.</param>
    /// <param name="style">Whether the text can be read back.</param>
    /// <returns>One element for each instruction, so one for the two slots of a 64-bit immediate.</returns>
    public static ImmutableArray<DisassembledInstruction> Disassemble(
        ReadOnlySpan<Instruction> program, InstructionSymbols? symbols = null, DisassemblyStyle style = DisassemblyStyle.Exact)
    {
        var lines = ImmutableArray.CreateBuilder<DisassembledInstruction>(program.Length);
        StringBuilder text = new();
        InstructionWriter writer = new(text, symbols, style);
        for (int slot = 0; slot < program.Length;)
        {
            text.Clear();
            int length = writer.Write(program, slot);
            lines.Add(new(slot, program[slot].Opcode, text.ToString()));
            slot += length;
        }

        return lines.DrainToImmutable();
    }

    /// <summary>A listing as bpftool prints it: one line for each instruction with its index and opcode, "   0: (b7) r0 = 0".</summary>
    /// <param name="program">The whole program.</param>
    /// <param name="symbols">Names for helpers, maps and functions.</param>
    /// <param name="style">Whether the text can be read back.</param>
    /// <returns>The lines, each ended by a line feed.</returns>
    public static string Listing(
        ReadOnlySpan<Instruction> program, InstructionSymbols? symbols = null, DisassemblyStyle style = DisassemblyStyle.Exact)
    {
        StringBuilder listing = new();
        foreach (DisassembledInstruction line in Disassemble(program, symbols, style))
            listing.Append(CultureInfo.InvariantCulture, $"{line}\n");
        return listing.ToString();
    }
}
