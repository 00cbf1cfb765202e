using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Waggle.Bpf.Instructions;

/// <summary>Reads the text that <see cref="Disassembler"/>, the kernel and bpftool write.</summary>
/// <remarks>
/// <para>One instruction a line; spaces do not matter. A line may start with the index and opcode of a listing,
/// <c>   0: (b7) r0 = 0</c>, which must then be right. <c>;</c>, <c>//</c> and <c>#</c> start comments. Beyond what the
/// disassembler writes:</para>
/// <list type="bullet">
/// <item>labels, <c>loop:</c>, as targets of <c>goto</c>, <c>gotol</c>, <c>may_goto</c>, <c>if</c>, <c>call</c> and <c>subprog[loop]</c>;
/// the function headings of bpftool, <c>int count(void * ctx):</c>, are labels too;</item>
/// <item>helpers by name, <c>call bpf_ktime_get_ns</c>, or number, <c>call 5</c>;</item>
/// <item>hexadecimal numbers everywhere, and <c>ll</c> behind one that takes two slots, <c>r1 = 5 ll</c>.</item>
/// </list>
/// <para>A hexadecimal number moved into a 64-bit register takes two slots even without <c>ll</c>, as it does where the kernel
/// prints one. Thread-safe.</para>
/// </remarks>
public static class Assembler
{
    /// <summary>Assembles a program.</summary>
    /// <param name="text">The text, lines ended by LF or CR LF.</param>
    /// <param name="symbols">Numbers of helpers by name; <see cref="InstructionSymbols.HelperNumber"/> is the only member used.</param>
    /// <exception cref="AssemblerException">The text holds mistakes; it names every one.</exception>
    public static AssembledProgram Assemble(string text, InstructionSymbols? symbols = null) =>
        TryAssemble(text, symbols, out AssembledProgram? program, out ImmutableArray<AssemblerError> errors)
            ? program
            : throw new AssemblerException(errors);

    /// <summary>Assembles a program and reports every mistake.</summary>
    /// <param name="text">The text, lines ended by LF or CR LF.</param>
    /// <param name="symbols">Numbers of helpers by name; <see cref="InstructionSymbols.HelperNumber"/> is the only member used.</param>
    /// <param name="program">The program; null if there are mistakes.</param>
    /// <param name="errors">The mistakes in ascending order of line, at most one a line.</param>
    public static bool TryAssemble(
        string text, InstructionSymbols? symbols,
        [NotNullWhen(true)] out AssembledProgram? program, out ImmutableArray<AssemblerError> errors)
    {
        ArgumentNullException.ThrowIfNull(text);
        AssemblerSession session = new(symbols);
        int number = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
            session.ReadLine(line.ToString(), ++number);
        (program, errors) = session.Finish();
        return program is not null;
    }
}
