using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Writes sections of structs of operations: their data, and relocations for the programs that they hold.</summary>
internal sealed class StructOpsWriter
{
    private const uint MaxSectionInBytes = 64 << 20;

    private readonly List<(string Name, int Section, List<(StructOpsSpec Spec, int Offset)> Structs)> _sections = [];

    /// <exception cref="ArgumentException">The object's types do not declare a variable for a map.</exception>
    public StructOpsWriter(ElfWriter elf, BpfObject bpfObject, Dictionary<string, int> symbols)
    {
        foreach (IGrouping<string, MapSpec> maps in bpfObject.Maps.Where(m => m.StructOps is not null).GroupBy(m => StructOpsSections.SectionOf(m.StructOps!)))
        {
            if (bpfObject.Btf is not { } types || !types.TryFind(maps.Key, out _, out BtfDataSection? section))
                throw new ArgumentException($"The object's types have no section '{maps.Key}' for map '{maps.First().Name}'.", nameof(bpfObject));
            var places = section.Variables.ToDictionary(v => types[v.VariableId].Name, v => v, StringComparer.Ordinal);
            List<(StructOpsSpec Spec, int Offset)> structs = [];
            foreach (MapSpec map in maps)
            {
                if (!places.TryGetValue(map.Name, out BtfSectionVariable place) || place.Offset > MaxSectionInBytes)
                    throw new ArgumentException($"Section '{maps.Key}' of the object's types has no place for map '{map.Name}'.", nameof(bpfObject));
                structs.Add((map.StructOps!, (int)place.Offset));
            }
            byte[] data = new byte[structs.Max(s => s.Offset + s.Spec.Data.Length)];
            foreach ((StructOpsSpec spec, int offset) in structs)
                spec.Data.CopyTo(data, offset);
            int number = elf.AddSection(maps.Key, ElfSectionType.ProgramBits, ElfSectionFlags.Alloc | ElfSectionFlags.Write, data);
            foreach (MapSpec map in maps)
                symbols.Add(map.Name, elf.AddSymbol(map.Name, ElfSymbolType.Object, isGlobal: true, number, (int)places[map.Name].Offset, map.StructOps!.Data.Length));
            _sections.Add((maps.Key, number, structs));
        }
    }

    /// <summary>Adds the programs, once their symbols are there.</summary>
    /// <exception cref="ArgumentException">A struct names a program or a member that is not there.</exception>
    public void AddRelocations(ElfWriter elf, IReadOnlyDictionary<string, int> programs)
    {
        foreach ((string name, int section, List<(StructOpsSpec Spec, int Offset)> structs) in _sections)
        {
            List<ElfRelocation> relocations = [];
            foreach ((StructOpsSpec spec, int offset) in structs)
            {
                foreach ((string member, string program) in spec.Programs)
                {
                    StructOpsMember place = spec.Members.FirstOrDefault(m => m.Name == member);
                    if (!place.IsFunction || !programs.TryGetValue(program, out int symbol))
                        throw new ArgumentException($"Member '{member}' of {spec.TypeName} is to be program '{program}': it is no function, or the object has no such program.");
                    relocations.Add(new((ulong)(offset + place.Offset), symbol, BpfRelocationType.Data64));
                }
            }
            relocations.Sort(static (a, b) => a.Offset.CompareTo(b.Offset));
            if (relocations.Count > 0)
                elf.AddRelocations(section, name, relocations);
        }
    }
}
