using System.Collections.Immutable;
using System.Text;

namespace Waggle.Bpf.Objects;

/// <summary>A relocatable 64-bit ELF file for BPF: sections, symbols and relocations, every offset checked.</summary>
/// <remarks>Immutable. Source: the System V ABI, gABI 4.1 chapters 4 and 5; machine 247 is EM_BPF.</remarks>
internal sealed partial class ElfFile
{
    public const int HeaderSizeInBytes = 64;
    public const int SectionHeaderSizeInBytes = 64;
    public const int SymbolSizeInBytes = 24;
    public const int RelocationSizeInBytes = 16;
    public const ushort Machine = 247;
    public const ushort TypeRelocatable = 1;
    public const ushort FirstReservedSection = 0xff00; // SHN_LORESERVE

    private readonly ReadOnlyMemory<byte> _symbolNames;

    // A file may have 65,000 sections: what is asked for each of them is found by tables.
    private readonly Dictionary<string, ElfSection> _byName = new(StringComparer.Ordinal); // of several with one name the first
    private readonly SectionItems _relocations; // numbers of sections
    private readonly SectionItems _functions;   // numbers of symbols

    private ElfFile(bool bigEndian, ImmutableArray<ElfSection> sections, ImmutableArray<ElfSymbol> symbols, ReadOnlyMemory<byte> symbolNames)
    {
        (IsBigEndian, Sections, Symbols, _symbolNames) = (bigEndian, sections, symbols, symbolNames);
        foreach (ElfSection section in sections)
            _byName.TryAdd(section.Name, section);
        _relocations = new(sections.Length, sections.Length, i =>
            sections[i].Type is ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends ? sections[i].Info : 0);
        _functions = new(sections.Length, symbols.Length, i => symbols[i].Type == ElfSymbolType.Function ? symbols[i].SectionIndex : 0u);
    }

    public bool IsBigEndian { get; }

    /// <summary>By section number; the first is empty.</summary>
    public ImmutableArray<ElfSection> Sections { get; }

    /// <summary>By symbol number; the first is empty.</summary>
    public ImmutableArray<ElfSymbol> Symbols { get; }

    public ElfSection? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The symbols of functions in a section.</summary>
    public IEnumerable<ElfSymbol> FunctionsOf(ElfSection section)
    {
        for (int i = _functions.FirstOf(section); i != SectionItems.None; i = _functions.NextAfter(i))
            yield return Symbols[i];
    }

    public string NameOf(ElfSymbol symbol) => ReadName(_symbolNames.Span, symbol.NameOffset, ".strtab");

    /// <summary>The section that a symbol is defined in, or null for an undefined or absolute one.</summary>
    public ElfSection? SectionOf(ElfSymbol symbol) =>
        symbol.SectionIndex is > 0 and < FirstReservedSection && symbol.SectionIndex < Sections.Length ? Sections[symbol.SectionIndex] : null;

    /// <summary>All relocations that change a section.</summary>
    public IEnumerable<ElfRelocation> RelocationsOf(ElfSection target)
    {
        for (int i = _relocations.FirstOf(target); i != SectionItems.None; i = _relocations.NextAfter(i))
        {
            ElfSection section = Sections[i];
            if (section.Type == ElfSectionType.RelocationsWithAddends)
                throw new ObjectFormatException($"Section '{section.Name}' has relocations with addends; BPF compilers write them without.", section.Name, 0);
            for (int at = 0; at < section.Data.Length; at += RelocationSizeInBytes)
                yield return ReadRelocation(section, at);
        }
    }

    private ElfRelocation ReadRelocation(ElfSection section, int at)
    {
        var reader = new ElfReader(section.Data.Span, IsBigEndian, section.Name, at);
        ulong offset = reader.ReadUInt64("r_offset");
        ulong info = reader.ReadUInt64("r_info");
        if (info >> 32 >= (ulong)Symbols.Length)
            ObjectFormatException.ThrowValue(section.Name, "r_info symbol", at + 8, info >> 32, $"the file has {Symbols.Length} symbols");
        return new(offset, (int)(info >> 32), (BpfRelocationType)(uint)info);
    }

    private static string ReadName(ReadOnlySpan<byte> strings, uint offset, string section)
    {
        const int MaxNameInBytes = 1024; // many names may share one string: without a limit a small file could ask for gigabytes
        if (offset >= (uint)strings.Length)
            return offset == 0 ? "" : throw new ObjectFormatException($"A name starts at offset 0x{offset:x} of '{section}', which has {strings.Length} bytes.", section, offset);
        ReadOnlySpan<byte> text = strings[(int)offset..];
        int length = text[..Math.Min(text.Length, MaxNameInBytes)].IndexOf((byte)0);
        return length >= 0
            ? Encoding.UTF8.GetString(text[..length])
            : throw new ObjectFormatException($"The name at offset 0x{offset:x} of '{section}' does not end within {MaxNameInBytes} bytes.", section, offset);
    }
}
