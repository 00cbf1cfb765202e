using System.Collections.Immutable;
using System.Text;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Reads object files as clang, bpftool or <see cref="ObjectWriter"/> make them.</summary>
/// <remarks>Follows libbpf's conventions for names of sections, maps and relocations: docs.kernel.org/bpf/libbpf. Nothing here depends
/// on the machine that it runs on. Thread-safe.</remarks>
public static class ObjectReader
{
    private const string LicenseSection = "license";

    // Data sections become the value of a map; the kernel's limit is 2 GiB, and a file may claim a .bss of any size.
    private const ulong MaxDataInBytes = 64 << 20;

    // BPF_F_RDONLY_PROG and BPF_F_MMAPABLE of include/uapi/linux/bpf.h: what libbpf gives the maps of data sections.
    private const uint ReadOnlyForPrograms = 1 << 7;
    private const uint Mappable = 1 << 10;

    /// <summary>Reads an ELF file.</summary>
    /// <param name="bytes">The whole file, in either byte order.</param>
    /// <exception cref="ObjectFormatException">The file breaks a rule of ELF or of libbpf's conventions, or uses what this version
    /// can't read: kernel functions and variables, maps in maps, and data that holds addresses.</exception>
    /// <exception cref="BtfFormatException">Section .BTF or .BTF.ext breaks a rule of its format.</exception>
    public static BpfObject Read(ReadOnlyMemory<byte> bytes)
    {
        var file = ElfFile.Read(bytes);
        Btf? types = file.Find(".BTF") is { } section ? Btf.Read(section.Data) : null;
        Dictionary<string, SectionInfo> infos =
            types is not null && file.Find(".BTF.ext") is { } ext ? new BtfExtReader(ext.Data, types).Read() : [];
        types = types is null ? null : Complete(types, file, infos);

        List<ObjectMap> maps = [.. ReadMaps(file, types), .. ReadData(file, types)];
        if (maps.GroupBy(m => m.Spec.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } same)
            throw new ObjectFormatException($"Two maps are called '{same.Key}'.", MapDefinition.Section, 0);
        return new()
        {
            License = ReadLicense(file),
            Programs = new ProgramLinker(file, infos, maps).Link(),
            Maps = [.. maps.Select(m => m.Spec)],
            Btf = types,
        };
    }

    // Clang leaves the sizes of data sections and the places of variables to the loader, and programs keep texts of lines as strings:
    // both have to be in the BTF before the kernel takes it.
    private static Btf Complete(Btf types, ElfFile file, Dictionary<string, SectionInfo> infos)
    {
        var builder = new BtfBuilder(types);
        var places = file.Symbols
            .Where(s => s.Type == ElfSymbolType.Object && file.SectionOf(s) is not null)
            .GroupBy(s => (file.SectionOf(s)!.Name, file.NameOf(s)))
            .ToDictionary(g => g.Key, g => g.First().Value);
        for (int id = 1; id < types.Count; id++)
        {
            if (types.KindOf(id) != BtfKind.DataSection || file.Find(types.NameOf(id)) is not { SizeInBytes: > 0 and <= uint.MaxValue } section)
                continue;
            var data = (BtfDataSection)types[id];
            if (data.SizeInBytes != 0)
                continue; // bpftool's linker has filled it in
            builder.Define(id, data with
            {
                SizeInBytes = (uint)section.SizeInBytes,
                Variables = [.. data.Variables
                    .Select(v => v with { Offset = (uint)places.GetValueOrDefault((data.Name, types.NameOf(v.VariableId)), v.Offset) })
                    .OrderBy(v => v.Offset)],
            });
        }
        foreach (LineInfo line in infos.Values.SelectMany(i => i.Lines))
        {
            builder.AddString(line.FileName);
            builder.AddString(line.SourceText);
        }
        return builder.Build();
    }

    private static IEnumerable<ObjectMap> ReadMaps(ElfFile file, Btf? types)
    {
        if (file.Find(MapDefinition.Section) is not { } section)
            yield break;
        if (types is null || !types.TryFind(MapDefinition.Section, out _, out BtfDataSection? definitions))
            throw new ObjectFormatException("Section '.maps' has no types that say what its maps are: compile with -g.", MapDefinition.Section, 0);
        if (file.RelocationsOf(section).Any())
            throw new ObjectFormatException("Section '.maps' has initial values (maps in maps, or program arrays), which this version can't read.", MapDefinition.Section, 0);
        HashSet<uint> places = [];
        foreach (BtfSectionVariable place in definitions.Variables)
        {
            if (types[place.VariableId] is not BtfVariable variable)
                throw new ObjectFormatException($"Type {place.VariableId} in '.maps' is no variable.", MapDefinition.Section, place.Offset);
            if (!places.Add(place.Offset))
                throw new ObjectFormatException($"Two maps start at offset {place.Offset} of '.maps'.", MapDefinition.Section, place.Offset);
            yield return new(MapDefinition.Read(types, variable, place.Offset), section.Index, place.Offset);
        }
    }

    private static IEnumerable<ObjectMap> ReadData(ElfFile file, Btf? types)
    {
        ulong total = 0;
        foreach (ElfSection section in file.Sections)
        {
            if (!IsData(section) || section.SizeInBytes == 0)
                continue;
            if (section.SizeInBytes > MaxDataInBytes - total)
                ObjectFormatException.ThrowValue(section.Name, "sh_size", 0, section.SizeInBytes, $"all sections of data together have up to {MaxDataInBytes} bytes");
            total += section.SizeInBytes;
            if (file.RelocationsOf(section).Any())
                throw new ObjectFormatException($"Section '{section.Name}' holds addresses, which this version can't fill in.", section.Name, 0);
            bool isConstant = NameIs(section.Name, ".rodata");
            int type = types is not null && types.TryFind(section.Name, out int id, out BtfDataSection? _) ? id : 0;
            yield return new(
                new MapSpec(section.Name, MapType.Array)
                {
                    KeySizeInBytes = sizeof(int),
                    ValueSizeInBytes = (int)section.SizeInBytes,
                    MaxEntries = 1,
                    Flags = Mappable | (isConstant ? ReadOnlyForPrograms : 0),
                    ValueTypeId = type,
                    InitialValue = section.Type == ElfSectionType.NoBits ? new byte[section.SizeInBytes] : section.Data.ToArray(),
                    IsFrozen = isConstant,
                },
                section.Index,
                Offset: null);
        }
    }

    private static bool IsData(ElfSection section) =>
        section.Type is ElfSectionType.ProgramBits or ElfSectionType.NoBits && section.Flags.HasFlag(ElfSectionFlags.Alloc)
        && ObjectWriter.DataSections.Any(name => NameIs(section.Name, name));

    // ".rodata.str1.1" and ".data.mine" are data sections too.
    private static bool NameIs(string name, string kind) => name == kind || name.StartsWith(kind + ".", StringComparison.Ordinal);

    private static string ReadLicense(ElfFile file)
    {
        const int MaxLicense = 128; // the kernel copies that many bytes
        if (file.Find(LicenseSection) is not { } section)
            return "";
        ReadOnlySpan<byte> text = section.Data.Span[..Math.Min(MaxLicense, section.Data.Length)];
        int end = text.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
    }
}
