using System.Collections.Immutable;
using System.Text;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Reads object files as clang, bpftool or <see cref="ObjectWriter"/> make them.</summary>
/// <remarks>Follows libbpf's conventions for names of sections, maps and relocations: docs.kernel.org/bpf/libbpf. Nothing here depends
/// on the machine that it runs on. Thread-safe.</remarks>
public static class ObjectReader
{
    private const string LicenseSection = "license";

    /// <summary>Reads an ELF file.</summary>
    /// <param name="bytes">The whole file, in either byte order.</param>
    /// <param name="name">Name of the object, which the kernel's names of its data sections start with; "" for none.</param>
    /// <exception cref="ObjectFormatException">The file breaks a rule of ELF or of libbpf's conventions.</exception>
    /// <exception cref="BtfFormatException">Section .BTF or .BTF.ext breaks a rule of its format.</exception>
    public static BpfObject Read(ReadOnlyMemory<byte> bytes, string name = "")
    {
        ArgumentNullException.ThrowIfNull(name);
        var file = ElfFile.Read(bytes);
        Btf? types = file.Find(".BTF") is { } section ? Btf.Read(section.Data) : null;
        Dictionary<string, SectionInfo> infos =
            types is not null && file.Find(".BTF.ext") is { } ext ? new BtfExtReader(ext.Data, types).Read() : [];
        types = types is null ? null : TypeCompletion.Run(types, file, infos.Values);

        ImmutableArray<ExternSpec> externs = ExternSections.Read(file, types);
        List<ObjectMap> maps = [.. MapSection.Read(file, types), .. StructOpsSections.Read(file, types), .. DataSections.Read(file, types, name)];
        if (DataSections.Configuration(types, externs, name) is { } configuration)
            maps.Add(new(configuration, SectionIndex: ObjectMap.NoSection, Offset: null));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (ObjectMap map in maps)
        {
            if (!names.Add(map.Spec.Name))
                throw new ObjectFormatException($"Two maps are called '{map.Spec.Name}'.", MapDefinition.Section, 0);
        }
        ObjectMap[] arena = [.. DataSections.InArena(file, maps)];
        return new()
        {
            Name = name,
            License = ReadLicense(file),
            Programs = new ProgramLinker(file, infos, [.. maps, .. arena], externs, types).Link(),
            Maps = [.. maps.Select(m => m.Spec)],
            Externs = externs,
            Btf = types,
        };
    }

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
