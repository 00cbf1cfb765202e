using Waggle.Bpf.Instructions;

namespace Waggle.Bpf.Objects;

/// <summary>Places the functions of all programs into sections: programs where their section says, subprograms in .text.</summary>
/// <remarks>libbpf copies from .text what each program calls, so copies of one subprogram are written once. Calls go by the symbol of
/// the section, as clang's of static functions do.</remarks>
internal sealed class CodeLayout
{
    private const string SubprogramSection = ".text";

    private sealed class Section(string name)
    {
        public string Name { get; } = name;
        public List<CodeUnit> Units { get; } = [];
        public int CountInSlots { get; set; }
        public SectionInfo Info { get; } = new();
        public int Number { get; set; }
        public int Symbol { get; set; }
        public List<ElfRelocation> Relocations { get; } = [];
    }

    private readonly List<Section> _sections = [];
    private readonly Dictionary<(string Program, int Start), (Section Section, int Slot)> _places = [];

    public CodeLayout(BpfObject bpfObject)
    {
        var units = bpfObject.Programs.ToDictionary(p => p.Name, p => CodeUnit.Split(p, bpfObject.Btf), StringComparer.Ordinal);
        Dictionary<string, (Section, int)>? copies = [];
        var fingerprints = new Dictionary<CodeUnit, string>();
        foreach (ProgramSpec program in bpfObject.Programs)
        {
            Dictionary<int, string> names = units[program.Name].ToDictionary(u => u.Start, u => u.Name);
            foreach (CodeUnit unit in units[program.Name].Skip(1))
                fingerprints.Add(unit, unit.Fingerprint(names));
        }
        // Two functions may have one name (static functions of two files): then a name does not say which is called, and nothing is shared.
        if (fingerprints.GroupBy(f => f.Key.Name, f => f.Value).Any(g => g.Distinct().Count() > 1))
            copies = null;

        foreach (ProgramSpec program in bpfObject.Programs)
        {
            foreach (CodeUnit unit in units[program.Name])
            {
                bool isEntry = unit.Start == 0;
                if (!isEntry && copies is not null && copies.TryGetValue(fingerprints[unit], out (Section, int) copy))
                {
                    _places.Add((program.Name, unit.Start), copy);
                    continue;
                }
                (Section, int) place = Place(unit, isEntry ? SectionOf(program) : SubprogramSection);
                if (!isEntry)
                    copies?.Add(fingerprints[unit], place);
            }
        }
    }

    /// <summary>Symbols of the programs by name, once they are added.</summary>
    public Dictionary<string, int> ProgramSymbols { get; } = new(StringComparer.Ordinal);

    /// <summary>What .BTF.ext says of each section.</summary>
    public IReadOnlyList<(string Name, SectionInfo Info)> Infos => [.. _sections.Select(s => (s.Name, s.Info))];

    public void AddSections(ElfWriter elf)
    {
        foreach (Section section in _sections)
        {
            var bytes = new byte[section.CountInSlots * Instruction.SizeInBytes];
            int slot = 0;
            foreach (CodeUnit unit in section.Units)
            {
                var references = unit.Program.MapReferences.Where(r => unit.Contains(r.InstructionIndex)).ToDictionary(r => r.InstructionIndex);
                for (int i = 0; i < unit.Count; i++)
                    Unrelocated(unit, i, references).Write(bytes.AsSpan(slot++ * Instruction.SizeInBytes));
            }
            section.Number = elf.AddSection(section.Name, ElfSectionType.ProgramBits, ElfSectionFlags.Alloc | ElfSectionFlags.Code, bytes);
        }
    }

    public void AddSymbolsAndRelocations(ElfWriter elf, IReadOnlyDictionary<string, int> maps, ExternSymbols externs)
    {
        foreach (Section section in _sections)
            section.Symbol = elf.AddSymbol("", ElfSymbolType.Section, isGlobal: false, section.Number, 0, 0);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (Section section in _sections.OrderBy(s => s.Name == SubprogramSection)) // entries take their names first
        {
            int slot = 0;
            foreach (CodeUnit unit in section.Units)
            {
                int symbol = elf.AddSymbol(unit.Name, ElfSymbolType.Function, unit.IsGlobal && names.Add(unit.Name), section.Number,
                    slot * Instruction.SizeInBytes, unit.Count * Instruction.SizeInBytes);
                if (unit.Start == 0)
                    ProgramSymbols.Add(unit.Name, symbol);
                AddRelocations(section, unit, slot, maps, externs);
                slot += unit.Count;
            }
            if (section.Relocations.Count > 0)
            {
                section.Relocations.Sort(static (a, b) => a.Offset.CompareTo(b.Offset));
                elf.AddRelocations(section.Number, section.Name, section.Relocations);
            }
        }
    }

    private static string SectionOf(ProgramSpec program) =>
        program.IsLoadedByDefault ? program.Section : ProgramSection.NotByDefault + program.Section;

    private (Section, int) Place(CodeUnit unit, string name)
    {
        Section? section = _sections.Find(s => s.Name == name);
        if (section is null)
            _sections.Add(section = new(name));
        int shift = section.CountInSlots - unit.Start;
        (Section, int) place = (section, section.CountInSlots);
        _places.Add((unit.Program.Name, unit.Start), place);
        section.Units.Add(unit);
        section.CountInSlots += unit.Count;
        ProgramSpec program = unit.Program;
        section.Info.Functions.AddRange(program.Functions.Where(f => unit.Contains(f.InstructionIndex)).Select(f => f with { InstructionIndex = f.InstructionIndex + shift }));
        section.Info.Lines.AddRange(program.Lines.Where(l => unit.Contains(l.InstructionIndex)).Select(l => l with { InstructionIndex = l.InstructionIndex + shift }));
        section.Info.CoreRelocations.AddRange(program.CoreRelocations.Where(r => unit.Contains(r.InstructionIndex)).Select(r => r with { InstructionIndex = r.InstructionIndex + shift }));
        return place;
    }

    // The instruction as a compiler leaves it for the loader: references as relocations with an addend in the immediate.
    private Instruction Unrelocated(CodeUnit unit, int index, Dictionary<int, MapReference> references)
    {
        int slot = unit.Start + index;
        Instruction instruction = unit.Instructions[index];
        if (CodeUnit.TargetOf(instruction, slot) is { } target)
        {
            int start = _places[(unit.Program.Name, target)].Slot;
            return instruction.IsWide
                ? instruction with { Source = 0, Immediate = start * Instruction.SizeInBytes }
                : instruction with { Immediate = start - 1 };
        }
        if (references.TryGetValue(slot, out MapReference reference))
            return instruction with { Source = 0, Immediate = ExternSymbols.Has(reference) ? 0 : reference.ValueOffset ?? 0 };
        if (instruction is { Opcode.IsJump: true, Source: (Register)CallKind.KernelFunction } && unit.Program.ExternReferences.Any(r => r.InstructionIndex == slot))
            return instruction with { Source = (Register)CallKind.Function, Offset = 0, Immediate = -1 };
        return references.ContainsKey(slot - 1) ? instruction with { Immediate = 0 } : instruction; // the second half
    }

    private void AddRelocations(Section section, CodeUnit unit, int start, IReadOnlyDictionary<string, int> maps, ExternSymbols externs)
    {
        for (int i = 0; i < unit.Count; i++)
        {
            if (CodeUnit.TargetOf(unit.Instructions[i], unit.Start + i) is { } target)
            {
                BpfRelocationType type = unit.Instructions[i].IsWide ? BpfRelocationType.Immediate64 : BpfRelocationType.Call;
                section.Relocations.Add(new((ulong)(start + i) * Instruction.SizeInBytes, _places[(unit.Program.Name, target)].Section.Symbol, type));
            }
        }
        foreach (MapReference reference in unit.Program.MapReferences.Where(r => unit.Contains(r.InstructionIndex)))
        {
            int slot = reference.InstructionIndex;
            if (!unit.Program.Instructions[slot].IsWide || slot + 1 == unit.Start + unit.Count)
                throw new ArgumentException($"{unit.Program} refers to map '{reference.MapName}' at instruction {slot}, which is no 64-bit immediate.");
            if (ExternSymbols.Has(reference))
            {
                section.Relocations.Add(new((ulong)(slot - unit.Start + start) * Instruction.SizeInBytes, externs.FindConfiguration(unit.Program, reference), BpfRelocationType.Immediate64));
                continue;
            }
            if (!maps.TryGetValue(reference.MapName, out int symbol))
                throw new ArgumentException($"{unit.Program} refers to map '{reference.MapName}', which the object does not have.");
            section.Relocations.Add(new((ulong)(slot - unit.Start + start) * Instruction.SizeInBytes, symbol, BpfRelocationType.Immediate64));
        }
        foreach (ExternReference reference in unit.Program.ExternReferences.Where(r => unit.Contains(r.InstructionIndex)))
        {
            int slot = reference.InstructionIndex;
            BpfRelocationType type = unit.Program.Instructions[slot].IsWide ? BpfRelocationType.Immediate64 : BpfRelocationType.Call;
            section.Relocations.Add(new((ulong)(slot - unit.Start + start) * Instruction.SizeInBytes, externs.Find(unit.Program, reference.Name), type));
        }
    }
}
