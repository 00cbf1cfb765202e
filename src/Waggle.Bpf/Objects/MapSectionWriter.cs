using System.Collections.Immutable;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Writes section .maps: the types that define maps, and relocations for what they hold at first.</summary>
internal sealed class MapSectionWriter
{
    private readonly List<(MapSpec Map, uint ValuesAt)> _filled = [];
    private readonly int _section;

    /// <param name="elf">The file.</param>
    /// <param name="types">Its types, to which those that define the maps are added.</param>
    /// <param name="bpfObject">The object.</param>
    /// <param name="symbols">Receives the symbols of the maps.</param>
    public MapSectionWriter(ElfWriter elf, BtfBuilder types, BpfObject bpfObject, Dictionary<string, int> symbols)
    {
        MapSpec[] maps = [.. bpfObject.Maps.Where(m => m is { InitialValue: null, StructOps: null })];
        if (maps.Length == 0)
            return;
        int definitions = 0;
        var known = new Dictionary<string, int>(StringComparer.Ordinal); // variables of an object that was read
        if (bpfObject.Btf is { } own && own.TryFind(MapDefinition.Section, out definitions, out BtfDataSection? old))
        {
            foreach (BtfSectionVariable place in old.Variables.Where(v => own[v.VariableId] is BtfVariable))
                known[own[place.VariableId].Name] = place.VariableId;
        }

        var places = ImmutableArray.CreateBuilder<BtfSectionVariable>(maps.Length);
        uint offset = 0;
        foreach (MapSpec map in maps)
        {
            if (!known.TryGetValue(map.Name, out int variable) || !IsDefinedBy(bpfObject.Btf!, variable, map, offset))
                variable = MapDefinition.Write(types, map);
            uint size = MapDefinition.SizeOf(types, variable);
            if (!map.InitialEntries.IsEmpty)
            {
                _filled.Add((map, offset + size)); // the array of values is the last member, and takes no place in the type
                if (map.InitialEntries.Any(e => e.Index >= MapSection.MaxInitialEntries))
                    throw new ArgumentException($"Map '{map.Name}' is to hold something at an index from {MapSection.MaxInitialEntries} on, which a file can't say.");
                size += checked((map.InitialEntries.Max(e => e.Index) + 1) * MapDefinition.PointerSizeInBytes);
            }
            places.Add(new(variable, offset, size));
            offset = checked(offset + size);
        }
        var section = new BtfDataSection(MapDefinition.Section, offset, places.MoveToImmutable());
        if (definitions != 0)
            types.Define(definitions, section);
        else
            types.Add(section);

        _section = elf.AddSection(MapDefinition.Section, ElfSectionType.ProgramBits, ElfSectionFlags.Alloc | ElfSectionFlags.Write, new byte[offset]);
        for (int i = 0; i < maps.Length; i++)
        {
            BtfSectionVariable place = section.Variables[i];
            symbols.Add(maps[i].Name, elf.AddSymbol(maps[i].Name, ElfSymbolType.Object, isGlobal: true, _section, (int)place.Offset, (int)place.SizeInBytes));
        }
    }

    /// <summary>Adds what the maps hold at first, once all symbols are there.</summary>
    /// <exception cref="ArgumentException">One is to hold what the object does not have.</exception>
    public void AddRelocations(ElfWriter elf, IReadOnlyDictionary<string, int> maps, IReadOnlyDictionary<string, int> programs)
    {
        List<ElfRelocation> relocations = [];
        foreach ((MapSpec map, uint valuesAt) in _filled)
        {
            IReadOnlyDictionary<string, int> targets = map.Type == MapType.ProgramArray ? programs : maps;
            foreach (MapInitialEntry entry in map.InitialEntries.OrderBy(e => e.Index))
            {
                if (!targets.TryGetValue(entry.Target, out int symbol))
                    throw new ArgumentException($"Map '{map.Name}' is to hold '{entry.Target}', which the object does not have.");
                relocations.Add(new(valuesAt + (ulong)entry.Index * MapDefinition.PointerSizeInBytes, symbol, BpfRelocationType.Data64));
            }
        }
        if (relocations.Count > 0)
            elf.AddRelocations(_section, MapDefinition.Section, relocations);
    }

    // What is to hold something from the start needs a definition that has the place for it at its end.
    private static bool IsDefinedBy(Btf types, int variable, MapSpec map, uint offset) =>
        types[variable] is BtfVariable definition
        && MapDefinition.AreEqual(map, MapDefinition.Read(types, definition, offset))
        && (map.InitialEntries.IsEmpty || MapDefinition.InitialValuesAt(types, definition) == types.SizeOf(definition.TypeId));
}
