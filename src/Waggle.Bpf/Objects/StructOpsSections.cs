using System.Buffers.Binary;
using System.Collections.Immutable;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Reads sections of structs of operations: each variable is one, and its relocations say which programs it holds.</summary>
/// <remarks>As libbpf does (<c>init_struct_ops_maps</c>, <c>bpf_object__collect_st_ops_relos</c>).</remarks>
internal static class StructOpsSections
{
    private const string Name = ".struct_ops", LinkName = ".struct_ops.link";

    // The kernel's largest, sched_ext_ops, has below a kilobyte; a hostile file may declare many of the largest.
    private const uint MaxStructInBytes = 64 << 10, MaxStructs = 1024;

    /// <summary>The section that a description was read from.</summary>
    public static string SectionOf(StructOpsSpec spec) =>
        (spec.IsLoadedByDefault ? "" : ProgramSection.NotByDefault.ToString()) + (spec.IsLink ? LinkName : Name);

    public static List<ObjectMap> Read(ElfFile file, Btf? types)
    {
        List<ObjectMap> maps = [];
        foreach (ElfSection section in file.Sections.Where(s => s.Type == ElfSectionType.ProgramBits && s.SizeInBytes > 0))
        {
            bool isLoadedByDefault = !section.Name.StartsWith(ProgramSection.NotByDefault);
            string name = isLoadedByDefault ? section.Name : section.Name[1..];
            if (name is Name or LinkName)
                maps.AddRange(ReadSection(file, section, types, name == LinkName, isLoadedByDefault));
        }
        return maps;
    }

    private static List<ObjectMap> ReadSection(ElfFile file, ElfSection section, Btf? types, bool isLink, bool isLoadedByDefault)
    {
        if (types is null || !types.TryFind(section.Name, out _, out BtfDataSection? variables))
            throw new ObjectFormatException($"Section '{section.Name}' has no types that say what is in it: compile with -g.", section.Name, 0);
        if (variables.Variables.Length > MaxStructs)
            ObjectFormatException.ThrowValue(section.Name, "variables", 0, (ulong)variables.Variables.Length, $"up to {MaxStructs} are read");
        var maps = new SortedDictionary<uint, MapSpec>();
        foreach (BtfSectionVariable place in variables.Variables)
        {
            if (types[place.VariableId] is not BtfVariable variable)
                throw new ObjectFormatException($"Type {place.VariableId} in '{section.Name}' is no variable.", section.Name, place.Offset);
            if (!maps.TryAdd(place.Offset, Describe(section, types, variable, place.Offset, isLink, isLoadedByDefault)))
                throw new ObjectFormatException($"Two variables start at offset {place.Offset} of '{section.Name}'.", section.Name, place.Offset);
        }
        foreach (ElfRelocation relocation in file.RelocationsOf(section))
            ReadProgram(file, section, relocation, maps);
        return [.. maps.Select(m => new ObjectMap(m.Value, section.Index, m.Key))];
    }

    private static MapSpec Describe(ElfSection section, Btf types, BtfVariable variable, uint offset, bool isLink, bool isLoadedByDefault)
    {
        int id = types.SkipModifiers(variable.TypeId);
        if (types[id] is not BtfComposite { IsUnion: false, Name: not "" } type)
            throw new ObjectFormatException($"Variable '{variable.Name}' in '{section.Name}' is no struct with a name.", section.Name, offset);
        if (type.SizeInBytes > MaxStructInBytes || offset > section.SizeInBytes || type.SizeInBytes > section.SizeInBytes - offset)
            ObjectFormatException.ThrowValue(section.Name, $"size of '{variable.Name}'", offset, type.SizeInBytes, $"the section has {section.SizeInBytes} bytes, and up to {MaxStructInBytes} are read");
        var members = ImmutableArray.CreateBuilder<StructOpsMember>(type.Members.Length);
        foreach (BtfMember member in type.Members.Where(m => m is { Name: not "", BitFieldSize: 0 }))
        {
            if (!types.TrySizeOf(member.TypeId, out uint size) || member.OffsetInBits / 8 > type.SizeInBytes || size > type.SizeInBytes - member.OffsetInBits / 8)
                throw new ObjectFormatException($"Member '{member.Name}' of struct {type.Name} does not lie in its {type.SizeInBytes} bytes.", section.Name, offset);
            bool isFunction = types[types.SkipModifiers(member.TypeId)] is BtfPointer pointer && types[types.SkipModifiers(pointer.TargetId)] is BtfFunctionPrototype;
            members.Add(new(member.Name, member.TypeId, (int)(member.OffsetInBits / 8), (int)size, isFunction));
        }
        byte[] data = section.Data.Span.Slice((int)offset, (int)type.SizeInBytes).ToArray();
        foreach (StructOpsMember member in members.Where(m => m.IsFunction))
            data.AsSpan(member.Offset, member.SizeInBytes).Clear(); // what compilers leave there is part of the relocation
        return new(variable.Name, MapType.StructOps)
        {
            KeySizeInBytes = sizeof(int),
            ValueSizeInBytes = (int)type.SizeInBytes, // the kernel's own struct takes its place
            MaxEntries = 1,
            StructOps = new(type.Name, id, members.DrainToImmutable(), data) { IsLink = isLink, IsLoadedByDefault = isLoadedByDefault },
        };
    }

    private static void ReadProgram(ElfFile file, ElfSection section, ElfRelocation relocation, SortedDictionary<uint, MapSpec> maps)
    {
        if (relocation.Offset > section.SizeInBytes - sizeof(ulong) || section.SizeInBytes < sizeof(ulong))
            ObjectFormatException.ThrowValue(section.Name, "r_offset", 0, relocation.Offset, $"an address has 8 bytes, and the section {section.SizeInBytes}");
        (uint start, MapSpec? map) = maps.LastOrDefault(m => m.Key <= relocation.Offset);
        long at = (long)relocation.Offset - start;
        StructOpsMember member = map?.StructOps!.Members.FirstOrDefault(m => m.Offset == at) ?? default;
        if (map is null || !member.IsFunction)
            throw Refuse("no member that is a function stands there");

        ElfSymbol symbol = file.Symbols[relocation.SymbolIndex];
        ReadOnlySpan<byte> inPlace = section.Data.Span.Slice((int)relocation.Offset, sizeof(ulong));
        ulong addend = file.IsBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(inPlace) : BinaryPrimitives.ReadUInt64LittleEndian(inPlace);
        ulong target = unchecked(symbol.Value + addend);
        ElfSymbol[] programs = file.SectionOf(symbol) is { IsCode: true } code && target % Instruction.SizeInBytes == 0
            ? [.. file.FunctionsOf(code).Where(f => f.Value == target)]
            : [];
        if (programs.Length == 0)
            throw Refuse($"'{member.Name}' is to be '{file.NameOf(symbol)}', which is no program of this file");
        map.StructOps!.Programs[member.Name] = file.NameOf(programs.FirstOrDefault(p => p.IsGlobal, programs[0]));

        ObjectFormatException Refuse(string why) => new(
            $"Section '{section.Name}' has a relocation at offset 0x{relocation.Offset:x}: {why}.", section.Name, (long)relocation.Offset);
    }
}
