using System.Buffers.Binary;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Lays a relocatable ELF file for BPF out: sections in the order that they are added, symbols with the local ones first.</summary>
internal sealed class ElfWriter
{
    private const int Alignment = 8;

    private readonly List<(uint Name, ElfSectionType Type, ElfSectionFlags Flags, uint Link, uint Info, ulong EntrySize, ulong Size, byte[] Data)> _sections = [];
    private readonly List<(int Id, ElfSymbol Symbol)> _symbols = [];
    private readonly List<(int Section, string Name, List<ElfRelocation> Relocations)> _relocations = [];
    private readonly BtfStringTable _strings = new(); // of sections and symbols both, as clang does

    public ElfWriter() => _sections.Add(default); // number 0 is no section

    /// <returns>The section's number.</returns>
    public int AddSection(string name, ElfSectionType type, ElfSectionFlags flags, byte[] data, ulong? sizeInBytes = null)
    {
        _sections.Add(((uint)_strings.Add(name), type, flags, 0, 0, 0, sizeInBytes ?? (ulong)data.Length, data));
        return _sections.Count - 1;
    }

    /// <returns>What relocations call the symbol; its number is known only when all symbols are.</returns>
    public int AddSymbol(string name, ElfSymbolType type, bool isGlobal, int section, int value, int sizeInBytes, bool isWeak = false)
    {
        int id = _symbols.Count;
        _symbols.Add((id, new(name == "" ? 0 : (uint)_strings.Add(name), type, isGlobal, checked((ushort)section), (ulong)value, (ulong)sizeInBytes, isWeak)));
        return id;
    }

    /// <param name="section">The section to change.</param>
    /// <param name="name">Its name.</param>
    /// <param name="relocations">Changes; each names its symbol by what <see cref="AddSymbol"/> returned.</param>
    public void AddRelocations(int section, string name, List<ElfRelocation> relocations) => _relocations.Add((section, name, relocations));

    public byte[] Finish()
    {
        (int Id, ElfSymbol Symbol)[] ordered = [.. _symbols.Where(s => !s.Symbol.IsGlobal), .. _symbols.Where(s => s.Symbol.IsGlobal)];
        int[] numbers = new int[_symbols.Count];
        for (int i = 0; i < ordered.Length; i++)
            numbers[ordered[i].Id] = i + 1; // number 0 is no symbol
        int symbolTable = _sections.Count + _relocations.Count;
        foreach ((int section, string name, List<ElfRelocation> relocations) in _relocations)
        {
            _sections.Add(((uint)_strings.Add($".rel{name}"), ElfSectionType.Relocations, ElfSectionFlags.None, (uint)symbolTable, (uint)section,
                ElfFile.RelocationSizeInBytes, (ulong)relocations.Count * ElfFile.RelocationSizeInBytes, WriteRelocations(relocations, numbers)));
        }
        byte[] symbols = WriteSymbols(ordered);
        uint firstGlobal = (uint)ordered.Count(s => !s.Symbol.IsGlobal) + 1;
        _sections.Add(((uint)_strings.Add(".symtab"), ElfSectionType.SymbolTable, ElfSectionFlags.None, (uint)symbolTable + 1, firstGlobal,
            ElfFile.SymbolSizeInBytes, (ulong)symbols.Length, symbols));
        uint stringsName = (uint)_strings.Add(".strtab");
        byte[] strings = _strings.Bytes.ToArray();
        _sections.Add((stringsName, ElfSectionType.StringTable, ElfSectionFlags.None, 0, 0, 0, (ulong)strings.Length, strings));
        return WriteFile();
    }

    private byte[] WriteFile()
    {
        int[] offsets = new int[_sections.Count];
        int end = ElfFile.HeaderSizeInBytes;
        for (int i = 1; i < _sections.Count; i++)
        {
            offsets[i] = end;
            end = checked(end + _sections[i].Data.Length + Alignment - 1) & -Alignment;
        }
        var file = new byte[end + _sections.Count * ElfFile.SectionHeaderSizeInBytes];
        WriteHeader(file, end);
        for (int i = 1; i < _sections.Count; i++)
        {
            var section = _sections[i];
            section.Data.CopyTo(file.AsSpan(offsets[i]));
            Span<byte> header = file.AsSpan(end + i * ElfFile.SectionHeaderSizeInBytes);
            BinaryPrimitives.WriteUInt32LittleEndian(header, section.Name);
            BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (uint)section.Type);
            BinaryPrimitives.WriteUInt64LittleEndian(header[8..], (ulong)section.Flags);
            BinaryPrimitives.WriteUInt64LittleEndian(header[24..], (ulong)offsets[i]);
            BinaryPrimitives.WriteUInt64LittleEndian(header[32..], section.Size);
            BinaryPrimitives.WriteUInt32LittleEndian(header[40..], section.Link);
            BinaryPrimitives.WriteUInt32LittleEndian(header[44..], section.Info);
            BinaryPrimitives.WriteUInt64LittleEndian(header[48..], section.Type == ElfSectionType.StringTable ? 1u : Alignment);
            BinaryPrimitives.WriteUInt64LittleEndian(header[56..], section.EntrySize);
        }
        return file;
    }

    private void WriteHeader(Span<byte> header, int sectionHeaders)
    {
        ReadOnlySpan<byte> identification = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1]; // 64-bit, little endian, version 1
        identification.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[16..], ElfFile.TypeRelocatable);
        BinaryPrimitives.WriteUInt16LittleEndian(header[18..], ElfFile.Machine);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteUInt64LittleEndian(header[40..], (ulong)sectionHeaders);
        BinaryPrimitives.WriteUInt16LittleEndian(header[52..], ElfFile.HeaderSizeInBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(header[58..], ElfFile.SectionHeaderSizeInBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(header[60..], checked((ushort)_sections.Count));
        BinaryPrimitives.WriteUInt16LittleEndian(header[62..], (ushort)(_sections.Count - 1));
    }

    private static byte[] WriteSymbols((int Id, ElfSymbol Symbol)[] symbols)
    {
        var table = new byte[(symbols.Length + 1) * ElfFile.SymbolSizeInBytes];
        for (int i = 0; i < symbols.Length; i++)
        {
            ElfSymbol symbol = symbols[i].Symbol;
            Span<byte> entry = table.AsSpan((i + 1) * ElfFile.SymbolSizeInBytes);
            BinaryPrimitives.WriteUInt32LittleEndian(entry, symbol.NameOffset);
            entry[4] = (byte)((symbol.IsWeak ? 2 : symbol.IsGlobal ? 1 : 0) << 4 | (byte)symbol.Type);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[6..], symbol.SectionIndex);
            BinaryPrimitives.WriteUInt64LittleEndian(entry[8..], symbol.Value);
            BinaryPrimitives.WriteUInt64LittleEndian(entry[16..], symbol.SizeInBytes);
        }
        return table;
    }

    private static byte[] WriteRelocations(List<ElfRelocation> relocations, int[] numbers)
    {
        var table = new byte[relocations.Count * ElfFile.RelocationSizeInBytes];
        for (int i = 0; i < relocations.Count; i++)
        {
            Span<byte> entry = table.AsSpan(i * ElfFile.RelocationSizeInBytes);
            BinaryPrimitives.WriteUInt64LittleEndian(entry, relocations[i].Offset);
            BinaryPrimitives.WriteUInt64LittleEndian(entry[8..], (ulong)numbers[relocations[i].SymbolIndex] << 32 | (uint)relocations[i].Type);
        }
        return table;
    }
}
