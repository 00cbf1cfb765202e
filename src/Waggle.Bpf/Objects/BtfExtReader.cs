using Waggle.Bpf.Instructions;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Reads section .BTF.ext: functions, lines and CO-RE relocations of each section of code.</summary>
/// <remarks>Its layout: Documentation/bpf/btf.rst section 4.2; sizes of records are in the file, and longer ones than known are
/// accepted, so that a newer compiler may add fields.</remarks>
internal sealed class BtfExtReader(ReadOnlyMemory<byte> bytes, Btf types)
{
    // Many records may refer to one long string, so a small file could ask for gigabytes of text.
    private const int MaxTextInChars = 64 << 20;

    /// <summary>A part of the section, and what errors call its fields.</summary>
    private sealed record Part(string Name, int KnownSizeInBytes)
    {
        public string Offset { get; } = Name + "_off";
        public string Length { get; } = Name + "_len";
        public string RecordSize { get; } = Name + " rec_size";
        public string InstructionOffset { get; } = Name + " insn_off";
    }

    private static readonly Part s_functions = new("func_info", BtfExt.FunctionSizeInBytes);
    private static readonly Part s_lines = new("line_info", BtfExt.LineSizeInBytes);
    private static readonly Part s_coreRelocations = new("core_relo", BtfExt.CoreRelocationSizeInBytes);

    private readonly Dictionary<uint, string> _texts = [];
    private readonly Dictionary<string, SectionInfo> _sections = new(StringComparer.Ordinal);
    private readonly bool _bigEndian = BtfHeader.IsBigEndian(bytes.Span, ".BTF.ext");
    private long _textInChars;

    public Dictionary<string, SectionInfo> Read()
    {
        var reader = new BtfReader(bytes.Span, _bigEndian, offset: 2);
        byte version = reader.ReadByte("version");
        if (version != BtfHeader.Version)
            BtfFormatException.ThrowValue(".BTF.ext version", 2, version, "only version 1 is known");
        reader.Skip(1, "flags");
        uint headerLength = reader.ReadUInt32("hdr_len");
        const int WithoutCore = 24, WithCore = 32;
        if (headerLength < WithoutCore || headerLength > bytes.Length)
            BtfFormatException.ThrowValue(".BTF.ext hdr_len", 4, headerLength, $"it lies between {WithoutCore} and the section's {bytes.Length} bytes");

        ReadPart(ref reader, headerLength, s_functions, ReadFunction);
        ReadPart(ref reader, headerLength, s_lines, ReadLine);
        if (headerLength >= WithCore)
            ReadPart(ref reader, headerLength, s_coreRelocations, ReadCoreRelocation);
        foreach (SectionInfo section in _sections.Values)
        {
            // Compilers write them in order; the programs' parts are found by it.
            section.Functions.Sort(static (a, b) => a.InstructionIndex.CompareTo(b.InstructionIndex));
            section.Lines.Sort(static (a, b) => a.InstructionIndex.CompareTo(b.InstructionIndex));
            section.CoreRelocations.Sort(static (a, b) => a.InstructionIndex.CompareTo(b.InstructionIndex));
        }
        return _sections;
    }

    private delegate void RecordReader(ref BtfReader reader, int slot, SectionInfo section);

    private void ReadPart(ref BtfReader header, uint headerLength, Part part, RecordReader readRecord)
    {
        int at = header.Offset;
        long start = headerLength + (long)header.ReadUInt32(part.Offset);
        long length = header.ReadUInt32(part.Length);
        if (length == 0)
            return;
        if (start + length > bytes.Length)
            BtfFormatException.ThrowValue(part.Length, at + sizeof(uint), length, $"section .BTF.ext has {bytes.Length} bytes, and this part starts at {start}");

        var reader = new BtfReader(bytes.Span[..(int)(start + length)], _bigEndian, (int)start);
        uint size = reader.ReadUInt32(part.RecordSize);
        if (size < part.KnownSizeInBytes || size % sizeof(uint) != 0 || size > 1024)
            BtfFormatException.ThrowValue(part.RecordSize, (int)start, size, $"a record has at least {part.KnownSizeInBytes} bytes");
        while (!reader.IsAtEnd)
        {
            SectionInfo section = SectionNamed(reader.ReadUInt32("sec_name_off"));
            uint count = reader.ReadUInt32("num_info");
            for (uint i = 0; i < count; i++)
            {
                int record = reader.Offset;
                uint offset = reader.ReadUInt32(part.InstructionOffset);
                if (offset % Instruction.SizeInBytes != 0 || offset > int.MaxValue)
                    BtfFormatException.ThrowValue(part.InstructionOffset, record, offset, "an instruction starts at a multiple of 8");
                readRecord(ref reader, (int)(offset / Instruction.SizeInBytes), section);
                reader.Skip((int)(record + size) - reader.Offset, part.Name);
            }
        }
    }

    private static void ReadFunction(ref BtfReader reader, int slot, SectionInfo section) =>
        section.Functions.Add(new(slot, (int)reader.ReadUInt32("type_id")));

    private void ReadLine(ref BtfReader reader, int slot, SectionInfo section)
    {
        string file = Text(reader.ReadUInt32("file_name_off"));
        string text = Text(reader.ReadUInt32("line_off"));
        uint place = reader.ReadUInt32("line_col");
        section.Lines.Add(new(slot, file, text, (int)(place >> 10), (int)(place & 0x3ff)));
    }

    private void ReadCoreRelocation(ref BtfReader reader, int slot, SectionInfo section)
    {
        var type = (int)reader.ReadUInt32("type_id");
        string access = Text(reader.ReadUInt32("access_str_off"));
        section.CoreRelocations.Add(new(slot, type, access, (CoreRelocationKind)reader.ReadUInt32("kind")));
    }

    private SectionInfo SectionNamed(uint nameOffset)
    {
        string name = Text(nameOffset);
        if (!_sections.TryGetValue(name, out SectionInfo? section))
            _sections.Add(name, section = new());
        return section;
    }

    private string Text(uint offset)
    {
        if (!_texts.TryGetValue(offset, out string? text))
        {
            text = types.GetString((int)offset);
            _textInChars += text.Length;
            if (_textInChars > MaxTextInChars)
                throw new BtfFormatException($"Section .BTF.ext refers to more than {MaxTextInChars} characters of text.", 0);
            _texts.Add(offset, text);
        }
        return text;
    }
}
