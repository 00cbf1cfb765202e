using System.Buffers.Binary;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Reads section .maps: the maps that types define, and what their relocations put into them at first.</summary>
internal static class MapSection
{
    // The places in a map are numbered by their distance from its definition, and a section of zeros may be large.
    public const uint MaxInitialEntries = 1 << 20;

    public static List<ObjectMap> Read(ElfFile file, Btf? types)
    {
        if (file.Find(MapDefinition.Section) is not { } section)
            return [];
        if (types is null || !types.TryFind(MapDefinition.Section, out _, out BtfDataSection? definitions))
            throw new ObjectFormatException("Section '.maps' has no types that say what its maps are: compile with -g.", MapDefinition.Section, 0);
        List<ObjectMap> maps = [];
        Dictionary<uint, uint?> valuesAt = []; // by the place of the map
        foreach (BtfSectionVariable place in definitions.Variables)
        {
            if (types[place.VariableId] is not BtfVariable variable)
                throw new ObjectFormatException($"Type {place.VariableId} in '.maps' is no variable.", MapDefinition.Section, place.Offset);
            if (!valuesAt.TryAdd(place.Offset, MapDefinition.InitialValuesAt(types, variable)))
                throw new ObjectFormatException($"Two maps start at offset {place.Offset} of '.maps'.", MapDefinition.Section, place.Offset);
            maps.Add(new(MapDefinition.Read(types, variable, place.Offset), section.Index, place.Offset));
        }
        ReadInitialEntries(file, section, maps, valuesAt);
        return maps;
    }

    private static void ReadInitialEntries(ElfFile file, ElfSection section, List<ObjectMap> maps, Dictionary<uint, uint?> valuesAt)
    {
        ElfRelocation[] relocations = [.. file.RelocationsOf(section)];
        if (relocations.Length == 0)
            return;
        ObjectMap[] inOrder = [.. maps.OrderBy(m => m.Offset)];
        var byPlace = maps.ToDictionary(m => (long)m.Offset!.Value, m => m.Spec.Name);
        var entries = new Dictionary<MapSpec, SortedDictionary<uint, string>>();
        int next = 0;
        foreach (ElfRelocation relocation in relocations.OrderBy(r => r.Offset))
        {
            if (relocation.Offset > section.SizeInBytes - Math.Min(section.SizeInBytes, MapDefinition.PointerSizeInBytes))
                ObjectFormatException.ThrowValue(section.Name, "r_offset", 0, relocation.Offset, $"an initial value has 8 bytes, and the section {section.SizeInBytes}");
            while (next < inOrder.Length && inOrder[next].Offset <= relocation.Offset)
                next++;
            (MapSpec? map, uint start) = next == 0 ? (null, 0) : (inOrder[next - 1].Spec, inOrder[next - 1].Offset!.Value);
            if (map is null || valuesAt[start] is not { } values || relocation.Offset - start < values || (relocation.Offset - start - values) % MapDefinition.PointerSizeInBytes != 0)
                throw Refuse(relocation, "no initial value of a map stands there");
            ulong index = (relocation.Offset - start - values) / MapDefinition.PointerSizeInBytes;
            if (index >= MaxInitialEntries)
                throw Refuse(relocation, $"it is value {index} of map '{map.Name}'; up to {MaxInitialEntries} are read");
            if (map.Type == MapType.HashOfMaps && map.KeySizeInBytes != sizeof(int))
                throw Refuse(relocation, $"map '{map.Name}' has keys of {map.KeySizeInBytes} bytes, and its initial values go by keys of 4");
            if (!entries.TryGetValue(map, out SortedDictionary<uint, string>? own))
                entries.Add(map, own = []);
            own[(uint)index] = TargetOf(file, section, relocation, map, byPlace);
        }
        foreach ((MapSpec map, SortedDictionary<uint, string> own) in entries)
            map.InitialEntries = [.. own.Select(e => new MapInitialEntry(e.Key, e.Value))];
    }

    private static string TargetOf(ElfFile file, ElfSection section, ElfRelocation relocation, MapSpec map, Dictionary<long, string> mapsByPlace)
    {
        ElfSymbol symbol = file.Symbols[relocation.SymbolIndex];
        ElfSection? defined = file.SectionOf(symbol);
        string name = file.NameOf(symbol);
        if (map.Type == MapType.ProgramArray)
        {
            return defined is { IsCode: true } && symbol.Type == ElfSymbolType.Function
                ? name
                : throw Refuse(relocation, $"program array '{map.Name}' is to hold '{name}', which is no program of this file");
        }
        ReadOnlySpan<byte> inPlace = section.Data.IsEmpty ? [] : section.Data.Span.Slice((int)relocation.Offset, sizeof(long));
        long addend = inPlace.IsEmpty ? 0 : file.IsBigEndian ? BinaryPrimitives.ReadInt64BigEndian(inPlace) : BinaryPrimitives.ReadInt64LittleEndian(inPlace);
        return defined == section && mapsByPlace.TryGetValue(unchecked((long)symbol.Value + addend), out string? target)
            ? target
            : throw Refuse(relocation, $"map '{map.Name}' is to hold '{name}', which is no map of this file");
    }

    private static ObjectFormatException Refuse(ElfRelocation relocation, string why) =>
        new($"Section '.maps' has a relocation at offset 0x{relocation.Offset:x}: {why}.", MapDefinition.Section, (long)Math.Min(relocation.Offset, long.MaxValue));
}
