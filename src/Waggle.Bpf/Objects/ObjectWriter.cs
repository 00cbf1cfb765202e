using System.Collections.Immutable;
using System.Text;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Writes object files that libbpf, bpftool and <see cref="ObjectReader"/> load.</summary>
/// <remarks>The same object gives the same bytes. Thread-safe.</remarks>
public static class ObjectWriter
{
    /// <summary>Sections that become maps; names that continue one of these after a dot are such sections too.</summary>
    internal static ImmutableArray<string> DataSections { get; } = [".data", ".rodata", ".bss"];

    /// <summary>Writes an object as a relocatable ELF file in little endian.</summary>
    /// <returns>The file. Types that define the maps are added to those of the object.</returns>
    /// <exception cref="ArgumentException">The object contradicts itself: two programs or maps have one name, something refers to a map
    /// or a function that is not there, or a map has an initial value and a name that is none of a data section's.</exception>
    public static byte[] Write(BpfObject bpfObject)
    {
        ArgumentNullException.ThrowIfNull(bpfObject);
        ThrowIfNamesRepeat("programs", bpfObject.Programs.Select(p => p.Name));
        ThrowIfNamesRepeat("maps", bpfObject.Maps.Select(m => m.Name));

        var elf = new ElfWriter();
        BtfBuilder types = bpfObject.Btf is { } own ? new(own) : new();
        var mapSymbols = new Dictionary<string, int>(StringComparer.Ordinal);
        var code = new CodeLayout(bpfObject);
        code.AddSections(elf);
        var maps = new MapSectionWriter(elf, types, bpfObject, mapSymbols);
        AddData(elf, bpfObject, mapSymbols);
        var operations = new StructOpsWriter(elf, bpfObject, mapSymbols);
        if (bpfObject.License != "")
            elf.AddSection("license", ElfSectionType.ProgramBits, ElfSectionFlags.Alloc | ElfSectionFlags.Write, Encoding.UTF8.GetBytes(bpfObject.License + "\0"));
        code.AddSymbolsAndRelocations(elf, mapSymbols, new ExternSymbols(bpfObject, elf));
        maps.AddRelocations(elf, mapSymbols, code.ProgramSymbols);
        operations.AddRelocations(elf, code.ProgramSymbols);
        if (bpfObject.Btf is not null || types.Count > 1)
        {
            byte[] ext = new BtfExtWriter(types).Write(code.Infos); // adds strings, so it comes before the types are written
            elf.AddSection(".BTF", ElfSectionType.ProgramBits, ElfSectionFlags.None, types.Build().Bytes.ToArray());
            if (ext.Length > BtfExtWriter.HeaderSizeInBytes) // libbpf refuses an empty one
                elf.AddSection(".BTF.ext", ElfSectionType.ProgramBits, ElfSectionFlags.None, ext);
        }
        return elf.Finish();
    }

    private static void AddData(ElfWriter elf, BpfObject bpfObject, Dictionary<string, int> symbols)
    {
        foreach (MapSpec map in bpfObject.Maps)
        {
            if (map.InitialValue is not { } value || map.Name == ExternSpec.ConfigurationMap)
                continue;
            string kind = DataSections.FirstOrDefault(s => map.Name == s || map.Name.StartsWith(s + ".", StringComparison.Ordinal)) ??
                throw new ArgumentException($"Map '{map.Name}' has an initial value, which a file can hold only for {string.Join(", ", DataSections)} and names that continue these after a dot.", nameof(bpfObject));
            ElfSectionFlags flags = ElfSectionFlags.Alloc | (kind == ".rodata" ? ElfSectionFlags.None : ElfSectionFlags.Write);
            bool takesNoBytes = kind == ".bss" && !value.AsSpan().ContainsAnyExcept((byte)0);
            int section = takesNoBytes
                ? elf.AddSection(map.Name, ElfSectionType.NoBits, flags, [], (ulong)value.Length)
                : elf.AddSection(map.Name, ElfSectionType.ProgramBits, flags, value);
            symbols.Add(map.Name, elf.AddSymbol("", ElfSymbolType.Section, isGlobal: false, section, 0, 0));
            if (bpfObject.Btf is not { } types || !types.TryFind(map.Name, out _, out BtfDataSection? data))
                continue;
            foreach (BtfSectionVariable place in data.Variables)
            {
                if (types[place.VariableId] is BtfVariable variable) // libbpf finds a variable's place by its symbol
                    elf.AddSymbol(variable.Name, ElfSymbolType.Object, variable.Linkage == BtfLinkage.Global, section, (int)place.Offset, (int)place.SizeInBytes);
            }
        }
    }

    private static void ThrowIfNamesRepeat(string what, IEnumerable<string> names)
    {
        if (names.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } same)
            throw new ArgumentException($"Two {what} of the object are called '{same.Key}'.");
    }
}
