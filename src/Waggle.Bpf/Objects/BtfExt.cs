using System.Buffers.Binary;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>What BTF says of instructions, in the form that <c>BPF_PROG_LOAD</c> takes.</summary>
/// <remarks>Thread-safe. Line information refers to file names and source lines by their offset in the string section of the object's BTF:
/// whoever makes a <see cref="LineInfo"/> adds both texts with <see cref="BtfBuilder.AddString"/>. Source:
/// Documentation/bpf/btf.rst sections 3.3 and 4.2.</remarks>
public static class BtfExt
{
    /// <summary>Size of a <c>struct bpf_func_info</c>, for <c>func_info_rec_size</c>.</summary>
    public const int FunctionSizeInBytes = 8;

    /// <summary>Size of a <c>struct bpf_line_info</c>, for <c>line_info_rec_size</c>.</summary>
    public const int LineSizeInBytes = 16;

    internal const int CoreRelocationSizeInBytes = 16;

    /// <summary>A program's functions as <c>struct bpf_func_info</c>.</summary>
    public static byte[] EncodeFunctions(ProgramSpec program)
    {
        ArgumentNullException.ThrowIfNull(program);
        var bytes = new byte[program.Functions.Length * FunctionSizeInBytes];
        for (int i = 0; i < program.Functions.Length; i++)
        {
            Span<byte> record = bytes.AsSpan(i * FunctionSizeInBytes);
            BinaryPrimitives.WriteInt32LittleEndian(record, program.Functions[i].InstructionIndex);
            BinaryPrimitives.WriteInt32LittleEndian(record[4..], program.Functions[i].TypeId);
        }
        return bytes;
    }

    /// <summary>A program's source lines as <c>struct bpf_line_info</c>.</summary>
    /// <param name="program">The program.</param>
    /// <param name="types">The object's BTF, whose string section has the file names and lines.</param>
    /// <exception cref="ArgumentException">A text is not there.</exception>
    /// <remarks>Lines and columns beyond what the format holds (22 and 10 bits) are written as 0, unknown.</remarks>
    public static byte[] EncodeLines(ProgramSpec program, Btf types)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(types);
        Dictionary<string, int> offsets = new(StringComparer.Ordinal);
        var bytes = new byte[program.Lines.Length * LineSizeInBytes];
        for (int i = 0; i < program.Lines.Length; i++)
        {
            LineInfo line = program.Lines[i];
            WriteLine(bytes.AsSpan(i * LineSizeInBytes), line.InstructionIndex, line, Find);
        }
        return bytes;

        int Find(string text)
        {
            if (!offsets.TryGetValue(text, out int offset))
            {
                if (!types.TryFindString(text, out offset))
                    throw new ArgumentException($"The BTF has no string '{text}' for a line of {program}: add it with {nameof(BtfBuilder)}.{nameof(BtfBuilder.AddString)}.", nameof(types));
                offsets.Add(text, offset);
            }
            return offset;
        }
    }

    internal static void WriteLine(Span<byte> record, int instructionOffset, LineInfo line, Func<string, int> offsetOf)
    {
        const int MaxLine = (1 << 22) - 1, MaxColumn = (1 << 10) - 1;
        (uint row, uint column) = (line.Line is > 0 and <= MaxLine ? (uint)line.Line : 0, line.Column is > 0 and <= MaxColumn ? (uint)line.Column : 0);
        BinaryPrimitives.WriteInt32LittleEndian(record, instructionOffset);
        BinaryPrimitives.WriteInt32LittleEndian(record[4..], offsetOf(line.FileName));
        BinaryPrimitives.WriteInt32LittleEndian(record[8..], offsetOf(line.SourceText));
        BinaryPrimitives.WriteUInt32LittleEndian(record[12..], row << 10 | column);
    }
}
