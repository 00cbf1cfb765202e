using System.Collections.Immutable;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Reads sections of global variables, each of which is the value of a map.</summary>
/// <remarks>As libbpf does (<c>bpf_object__init_global_data_maps</c>). Addresses that variables hold (tables of texts, say) are not filled
/// in: to a program they are numbers.</remarks>
internal static class DataSections
{
    // Data sections become the value of a map; the kernel's limit is 2 GiB, and a file may claim a .bss of any size.
    private const ulong MaxDataInBytes = 64 << 20;

    // BPF_F_RDONLY_PROG and BPF_F_MMAPABLE of include/uapi/linux/bpf.h: what libbpf gives the maps of data sections.
    private const uint ReadOnlyForPrograms = 1 << 7;
    private const uint Mappable = 1 << 10;

    private const int KernelNameInChars = 15;

    private const string ArenaSection = ".addr_space.1";

    public static IEnumerable<ObjectMap> Read(ElfFile file, Btf? types, string objectName)
    {
        ulong total = 0;
        foreach (ElfSection section in file.Sections)
        {
            if (!IsData(section) || section.SizeInBytes == 0)
                continue;
            if (section.SizeInBytes > MaxDataInBytes - total)
                ObjectFormatException.ThrowValue(section.Name, "sh_size", 0, section.SizeInBytes, $"all sections of data together have up to {MaxDataInBytes} bytes");
            total += section.SizeInBytes;
            bool isConstant = NameIs(section.Name, ".rodata");
            (int type, BtfDataSection? variables) = types is not null && types.TryFind(section.Name, out int id, out BtfDataSection? found) ? (id, found) : (0, null);
            yield return new(
                new MapSpec(section.Name, MapType.Array)
                {
                    KeySizeInBytes = sizeof(int),
                    ValueSizeInBytes = (int)section.SizeInBytes,
                    MaxEntries = 1,
                    Flags = (IsShared(types, variables, section.Name) ? Mappable : 0) | (isConstant ? ReadOnlyForPrograms : 0),
                    KernelName = KernelNameOf(section.Name, objectName),
                    ValueTypeId = type,
                    InitialValue = section.Type == ElfSectionType.NoBits ? new byte[section.SizeInBytes] : section.Data.ToArray(),
                    IsFrozen = isConstant,
                },
                section.Index,
                Offset: null);
        }
    }

    /// <summary>The section of variables that lie in an arena (<c>address_space(1)</c>), at the arena's start: <c>init_arena_map_data</c>.</summary>
    public static IEnumerable<ObjectMap> InArena(ElfFile file, IReadOnlyList<ObjectMap> maps)
    {
        if (file.Find(ArenaSection) is not { SizeInBytes: > 0 } section)
            yield break;
        if (section.SizeInBytes > MaxDataInBytes)
            ObjectFormatException.ThrowValue(ArenaSection, "sh_size", 0, section.SizeInBytes, $"all sections of data together have up to {MaxDataInBytes} bytes");
        if (maps.Where(m => m.Spec.Type == MapType.Arena).ToArray() is not [var arena])
            throw new ObjectFormatException($"Section '{ArenaSection}' has variables that lie in an arena, and the object has no arena or several.", ArenaSection, 0);
        arena.Spec.InitialValue = section.Type == ElfSectionType.NoBits ? new byte[section.SizeInBytes] : section.Data.ToArray();
        yield return new(arena.Spec, section.Index, Offset: null);
    }

    private static bool IsData(ElfSection section) =>
        section.Type is ElfSectionType.ProgramBits or ElfSectionType.NoBits && (section.Flags & ElfSectionFlags.Alloc) != 0
        && ObjectWriter.DataSections.Any(name => NameIs(section.Name, name));

    // ".rodata.str1.1" and ".data.mine" are data sections too.
    private static bool NameIs(string name, string kind) =>
        name.StartsWith(kind, StringComparison.Ordinal) && (name.Length == kind.Length || name[kind.Length] == '.');

    /// <summary>The map that holds what the kernel's configuration says, its values still zero; null if nothing asks for any.</summary>
    public static MapSpec? Configuration(Btf? types, ImmutableArray<ExternSpec> externs, string objectName)
    {
        int size = 0;
        foreach (ExternSpec wanted in externs)
        {
            if (wanted.Kind == ExternKind.Configuration)
                size = Math.Max(size, wanted.Configuration.Offset + wanted.Configuration.SizeInBytes);
        }
        if (size == 0)
            return null;
        return new(ExternSpec.ConfigurationMap, MapType.Array)
        {
            KeySizeInBytes = sizeof(int),
            ValueSizeInBytes = size,
            MaxEntries = 1,
            Flags = Mappable | ReadOnlyForPrograms,
            KernelName = KernelNameOf(ExternSpec.ConfigurationMap, objectName),
            ValueTypeId = types!.TryFind(ExternSpec.ConfigurationMap, out int id, out BtfDataSection? _) ? id : 0,
            InitialValue = new byte[size],
            IsFrozen = true,
        };
    }

    // As libbpf's map_is_mmapable. A section with variables of its file alone may hold what user space must not touch, such as locks: the kernel does not map these.
    // Where types say nothing of it, the plain sections are mapped all the same.
    private static bool IsShared(Btf? types, BtfDataSection? section, string name) => section is null
        ? types is null || ObjectWriter.DataSections.Contains(name)
        : section.Variables.Any(v => types![v.VariableId] is BtfVariable { Linkage: not BtfLinkage.Static });

    // internal_map_name of libbpf: as much of the object's name as there is room for, unless the section has a name of its own.
    private static string? KernelNameOf(string section, string objectName)
    {
        const int AtLeastForSection = 7;
        if (objectName.Length == 0 || section.IndexOf('.', 1) >= 0)
            return null;
        int room = Math.Max(0, KernelNameInChars - Math.Max(AtLeastForSection, section.Length));
        return objectName[..Math.Min(room, objectName.Length)] + section;
    }
}
