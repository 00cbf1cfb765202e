using System.Collections.Immutable;

namespace Waggle.Bpf.Objects;

internal sealed partial class ElfFile
{
    // STB_WEAK, and STV_INTERNAL and STV_HIDDEN of the lowest bits of st_other
    private const byte Weak = 2, VisibilityMask = 3, Internal = 1, Hidden = 2;

    /// <exception cref="ObjectFormatException">The bytes are no ELF file for BPF, or break a rule of the format.</exception>
    public static ElfFile Read(ReadOnlyMemory<byte> bytes)
    {
        bool bigEndian = ReadIdentification(bytes.Span);
        var reader = new ElfReader(bytes.Span, bigEndian, offset: 16);
        ushort type = reader.ReadUInt16("e_type");
        if (type != TypeRelocatable)
            ObjectFormatException.ThrowValue("", "e_type", 16, type, "only relocatable files (1) are BPF objects");
        ushort machine = reader.ReadUInt16("e_machine");
        if (machine != Machine)
            ObjectFormatException.ThrowValue("", "e_machine", 18, machine, "BPF is 247; was the file compiled with -target bpf?");
        reader.Skip(4 + 8 + 8, "e_version");
        ulong start = reader.ReadUInt64("e_shoff");
        reader.Skip(4 + 2 + 2 + 2, "e_flags");
        ushort entrySize = reader.ReadUInt16("e_shentsize");
        ushort count = reader.ReadUInt16("e_shnum");
        ushort namesIndex = reader.ReadUInt16("e_shstrndx");
        if (count == 0)
            throw new ObjectFormatException("The ELF file has no sections ('e_shnum' is 0).", "", 60);
        if (entrySize != SectionHeaderSizeInBytes)
            ObjectFormatException.ThrowValue("", "e_shentsize", 58, entrySize, $"a section header has {SectionHeaderSizeInBytes} bytes");
        if (start > (ulong)bytes.Length || (ulong)bytes.Length - start < (ulong)count * SectionHeaderSizeInBytes)
            ObjectFormatException.ThrowValue("", "e_shoff", 40, start, $"{count} section headers don't fit into the file's {bytes.Length} bytes");
        if (namesIndex >= count)
            ObjectFormatException.ThrowValue("", "e_shstrndx", 62, namesIndex, $"the file has {count} sections");

        ImmutableArray<ElfSection> sections = ReadSections(bytes, bigEndian, (int)start, count, namesIndex);
        ElfSection? table = sections.FirstOrDefault(s => s.Type == ElfSectionType.SymbolTable);
        if (table is null)
            return new(bigEndian, sections, [default], default);
        if (table.Link >= (uint)sections.Length || sections[(int)table.Link].Type != ElfSectionType.StringTable)
            ObjectFormatException.ThrowValue(table.Name, "sh_link", 0, table.Link, "it is the number of a string table");
        return new(bigEndian, sections, ReadSymbols(table, bigEndian), sections[(int)table.Link].Data);
    }

    private static bool ReadIdentification(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderSizeInBytes)
            ObjectFormatException.ThrowTruncated("", "e_ident", 0, HeaderSizeInBytes, bytes.Length);
        if (!bytes.StartsWith("\x7f"u8) || !bytes[1..].StartsWith("ELF"u8))
            throw new ObjectFormatException("This is no ELF file: it does not start with 0x7f 'ELF'.", "", 0);
        if (bytes[4] != 2)
            ObjectFormatException.ThrowValue("", "EI_CLASS", 4, bytes[4], "BPF objects are 64-bit (2)");
        if (bytes[5] is not (1 or 2))
            ObjectFormatException.ThrowValue("", "EI_DATA", 5, bytes[5], "little endian is 1, big endian 2");
        if (bytes[6] != 1)
            ObjectFormatException.ThrowValue("", "EI_VERSION", 6, bytes[6], "only version 1 exists");
        return bytes[5] == 2;
    }

    private static ImmutableArray<ElfSection> ReadSections(ReadOnlyMemory<byte> bytes, bool bigEndian, int start, int count, int namesIndex)
    {
        ElfSection names = ReadSection(bytes, bigEndian, start, namesIndex, names: null);
        var sections = ImmutableArray.CreateBuilder<ElfSection>(count);
        for (int i = 0; i < count; i++)
            sections.Add(ReadSection(bytes, bigEndian, start, i, names));
        return sections.MoveToImmutable();
    }

    // The section that has the names is read first, without its own.
    private static ElfSection ReadSection(ReadOnlyMemory<byte> bytes, bool bigEndian, int start, int index, ElfSection? names)
    {
        int at = start + index * SectionHeaderSizeInBytes;
        var reader = new ElfReader(bytes.Span, bigEndian, offset: at);
        uint name = reader.ReadUInt32("sh_name");
        var type = (ElfSectionType)reader.ReadUInt32("sh_type");
        var flags = (ElfSectionFlags)reader.ReadUInt64("sh_flags");
        reader.Skip(8, "sh_addr");
        ulong offset = reader.ReadUInt64("sh_offset");
        ulong size = reader.ReadUInt64("sh_size");
        uint link = reader.ReadUInt32("sh_link");
        uint info = reader.ReadUInt32("sh_info");
        ReadOnlyMemory<byte> data = default;
        if (type is not (ElfSectionType.Null or ElfSectionType.NoBits))
        {
            if (offset > (ulong)bytes.Length || size > (ulong)bytes.Length - offset)
                ObjectFormatException.ThrowValue("", $"sh_size of section {index}", at + 32, size, $"at file offset {offset}, of {bytes.Length} bytes in all");
            data = bytes.Slice((int)offset, (int)size);
        }
        return new(index, names is null ? "" : ReadName(names.Data.Span, name, ".shstrtab"), type, flags, link, info, size, data);
    }

    private static ImmutableArray<ElfSymbol> ReadSymbols(ElfSection table, bool bigEndian)
    {
        var symbols = ImmutableArray.CreateBuilder<ElfSymbol>(table.Data.Length / SymbolSizeInBytes + 1);
        var reader = new ElfReader(table.Data.Span, bigEndian, table.Name);
        while (!reader.IsAtEnd)
        {
            uint name = reader.ReadUInt32("st_name");
            byte info = reader.ReadByte("st_info");
            byte other = reader.ReadByte("st_other");
            ushort section = reader.ReadUInt16("st_shndx");
            symbols.Add(new(name, (ElfSymbolType)(info & 0xf), info >> 4 != 0, section, reader.ReadUInt64("st_value"), reader.ReadUInt64("st_size"),
                IsWeak: info >> 4 == Weak, IsHidden: (other & VisibilityMask) is Internal or Hidden));
        }
        return symbols.Count == 0 ? [default] : symbols.DrainToImmutable();
    }
}
