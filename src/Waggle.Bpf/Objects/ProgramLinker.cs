using System.Collections.Immutable;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Makes programs of the functions in an ELF file: behind each goes what it calls, and what it refers to is named.</summary>
/// <remarks>As libbpf does (<c>bpf_object__relocate</c>): functions in .text are subprograms, in any other section of code programs.</remarks>
internal sealed class ProgramLinker
{
    private const string SubprogramSection = ".text";

    // A program has up to a million instructions (BPF_COMPLEXITY_LIMIT_INSNS); all together are limited since each gets its own copy of
    // the subprograms, so that a small file could ask for gigabytes.
    private const int MaxProgramInSlots = 1_000_000;
    private const int MaxTotalInSlots = 8_000_000;

    private readonly ElfFile _file;
    private readonly Dictionary<(int Section, long? Offset), ObjectMap> _maps;
    private readonly Dictionary<int, CodeSection> _sections; // by section number
    private readonly Dictionary<string, ExternSpec> _externs;
    private readonly ExceptionCallbacks _callbacks;
    private int _totalInSlots;

    public ProgramLinker(ElfFile file, Dictionary<string, SectionInfo> infos, List<ObjectMap> maps, ImmutableArray<ExternSpec> externs, Btf? types)
    {
        _callbacks = new(types);
        _file = file;
        _externs = externs.ToDictionary(e => e.Name, StringComparer.Ordinal);
        _maps = maps.Where(m => m.SectionIndex != ObjectMap.NoSection).ToDictionary(m => (m.SectionIndex, (long?)m.Offset));
        _sections = file.Sections.Where(s => s.IsCode && s.Data.Length > 0)
            .ToDictionary(s => s.Index, s => CodeSection.Read(file, s, infos.GetValueOrDefault(s.Name) ?? new()));
    }

    public ImmutableArray<ProgramSpec> Link()
    {
        CodeFunction[] all = [.. _sections.Values.SelectMany(s => s.Functions)];
        CodeFunction[] programs = all.Length == 1 ? all : [.. all.Where(f => f.Section.Name != SubprogramSection)];
        return [.. programs.Select(Link)];
    }

    private ProgramSpec Link(CodeFunction entry)
    {
        List<(CodeFunction Function, int Start)> placed = [];
        Stack<(CodeFunction Function, int Start, int Slot)> pending = []; // a stack of our own: a file may nest calls as deep as it likes
        var starts = new Dictionary<CodeFunction, int>();
        var instructions = new List<Instruction>();
        var references = new List<MapReference>();
        var externs = new List<ExternReference>();
        Place(entry);
        RelocateAll();
        if (FindCallback(entry) is { } callback)
        {
            Place(callback);
            RelocateAll();
        }

        var section = ProgramSection.Parse(entry.Section.Name);
        return new()
        {
            Name = entry.Name,
            Section = section.IsLoadedByDefault ? entry.Section.Name : entry.Section.Name[1..],
            Type = section.Type,
            AttachTarget = section.AttachTarget,
            ExpectedAttachType = section.ExpectedAttachType,
            IsSleepable = section.IsSleepable,
            HasFragments = section.HasFragments,
            IsLoadedByDefault = section.IsLoadedByDefault,
            Instructions = [.. instructions],
            MapReferences = [.. references],
            ExternReferences = [.. externs],
            Functions = Gather(static info => info.Functions, static f => f.InstructionIndex, static (f, slot) => f with { InstructionIndex = slot }),
            Lines = Gather(static info => info.Lines, static l => l.InstructionIndex, static (l, slot) => l with { InstructionIndex = slot }),
            CoreRelocations = Gather(static info => info.CoreRelocations, static r => r.InstructionIndex, static (r, slot) => r with { InstructionIndex = slot }),
        };

        void RelocateAll()
        {
            // Functions lie in the order in which a walk through the calls meets them, as libbpf lays them out (bpf_object__reloc_code).
            while (pending.TryPop(out (CodeFunction Function, int Start, int Slot) next))
            {
                int slot = next.Slot;
                while (slot < next.Function.Count && !next.Function.Section.RefersToSomething(next.Function.Start + slot))
                    slot++;
                if (slot == next.Function.Count)
                    continue;
                pending.Push(next with { Slot = slot + 1 });
                Relocate(next.Function, slot, next.Start + slot);
            }
        }

        int Place(CodeFunction function)
        {
            if (starts.TryGetValue(function, out int start))
                return start;
            start = instructions.Count;
            _totalInSlots += function.Count;
            if (start + function.Count > MaxProgramInSlots || _totalInSlots > MaxTotalInSlots)
                throw entry.Section.Refuse(entry.Start, $"program '{entry.Name}' with all that it calls has more than {MaxProgramInSlots} instructions, or all programs more than {MaxTotalInSlots}");
            instructions.AddRange(function.Section.Instructions.AsSpan(function.Start, function.Count));
            starts.Add(function, start);
            placed.Add((function, start));
            pending.Push((function, start, 0));
            return start;
        }

        void Relocate(CodeFunction function, int slot, int index)
        {
            CodeSection section = function.Section;
            Instruction instruction = instructions[index];
            bool isRelocated = section.Relocations.TryGetValue(function.Start + slot, out ElfRelocation relocation);
            if (instruction.IsWide && slot + 1 == function.Count)
                throw section.Refuse(function.Start + slot, "a 64-bit immediate lacks its second half");
            bool isCall = instruction.Opcode.IsJump && instruction.Opcode.JumpOperation == JumpOperation.Call;
            ExternSpec? wanted = isRelocated ? FindExtern(relocation) : null;
            if (wanted is not null && isCall)
            {
                if (wanted.Kind != ExternKind.Function)
                    throw section.Refuse(function.Start + slot, $"'{function.Name}' calls '{wanted.Name}', which is declared as no function");
                externs.Add(new(index, wanted.Name));
                instructions[index] = instruction with { Source = (Register)CallKind.KernelFunction, Immediate = 0 };
            }
            else if (isCall && (isRelocated || instruction.Source == (Register)CallKind.Function))
            {
                CodeFunction target = FindCalled(function, slot, instruction, isRelocated ? relocation : null);
                instructions[index] = instruction with { Source = (Register)CallKind.Function, Immediate = Place(target) - (index + 1) };
            }
            else if (isRelocated && instruction.IsWide)
            {
                if (wanted is null)
                    LoadAddress(function, slot, index, relocation);
                else
                    LoadExtern(index, wanted);
            }
            else if (isRelocated)
            {
                throw section.Refuse(function.Start + slot, $"a relocation of type {(uint)relocation.Type} stands at an instruction that is neither a call nor a 64-bit immediate");
            }
        }

        void LoadExtern(int index, ExternSpec wanted)
        {
            Instruction first = instructions[index];
            if (wanted.Kind == ExternKind.Configuration)
            {
                int offset = wanted.Configuration.Offset;
                references.Add(new(index, ExternSpec.ConfigurationMap, offset));
                (instructions[index], instructions[index + 1]) = Instruction.LoadPseudo(first.Destination, PseudoSource.MapValue, 0, offset);
                return;
            }
            externs.Add(new(index, wanted.Name));
            (instructions[index], instructions[index + 1]) = Instruction.LoadPseudo(first.Destination, PseudoSource.None, 0, 0);
        }

        void LoadAddress(CodeFunction function, int slot, int index, ElfRelocation relocation)
        {
            Instruction first = instructions[index];
            ElfSymbol symbol = _file.Symbols[relocation.SymbolIndex];
            ElfSection? defined = _file.SectionOf(symbol);
            long offset = (long)Math.Min(symbol.Value, int.MaxValue) + first.Immediate;
            if (defined is not null && _sections.TryGetValue(defined.Index, out CodeSection? code))
            {
                // The address of a function, for bpf_loop and the like: the immediate is a byte offset here, relative slots in a program.
                int start = Place(code.FunctionAt(offset, function, slot));
                instructions[index] = first with { Source = (Register)PseudoSource.Function, Immediate = start - (index + 1) };
                return;
            }
            ObjectMap map = FindMap(function, slot, symbol, defined, offset);
            int? valueOffset = map.Offset is null ? (int)offset : null;
            references.Add(new(index, map.Spec.Name, valueOffset));
            PseudoSource kind = valueOffset is null ? PseudoSource.MapDescriptor : PseudoSource.MapValue;
            (instructions[index], instructions[index + 1]) = Instruction.LoadPseudo(first.Destination, kind, 0, valueOffset ?? 0);
        }

        ImmutableArray<T> Gather<T>(Func<SectionInfo, List<T>> itemsOf, Func<T, int> slotOf, Func<T, int, T> moveTo)
        {
            var gathered = ImmutableArray.CreateBuilder<T>();
            foreach ((CodeFunction function, int start) in placed)
            {
                List<T> items = itemsOf(function.Section.Info);
                int first = LowerBound(items, slotOf, function.Start);
                for (int i = first; i < items.Count && slotOf(items[i]) < function.Start + function.Count; i++)
                    gathered.Add(moveTo(items[i], slotOf(items[i]) - function.Start + start));
            }
            return gathered.DrainToImmutable();
        }
    }

    // A global function among the subprograms, by name.
    private CodeFunction? FindCallback(CodeFunction entry)
    {
        List<FunctionInfo> infos = entry.Section.Info.Functions;
        int own = LowerBound(infos, static f => f.InstructionIndex, entry.Start);
        if (own == infos.Count || infos[own].InstructionIndex != entry.Start || _callbacks.Find(infos[own].TypeId) is not { } name)
            return null;
        return _sections.Values.Where(s => s.Name == SubprogramSection).SelectMany(s => s.Functions).FirstOrDefault(f => f.Name == name)
            ?? throw entry.Section.Refuse(entry.Start, $"program '{entry.Name}' names '{name}' as its exception callback, which is no function in {SubprogramSection}");
    }

    private ExternSpec? FindExtern(ElfRelocation relocation)
    {
        ElfSymbol symbol = _file.Symbols[relocation.SymbolIndex];
        return symbol.SectionIndex == 0 && _externs.Count > 0 ? _externs.GetValueOrDefault(_file.NameOf(symbol)) : null;
    }

    private CodeFunction FindCalled(CodeFunction caller, int slot, Instruction call, ElfRelocation? relocation)
    {
        if (relocation is not { } found) // in the same section: the immediate is right already
            return caller.Section.FunctionAt((caller.Start + slot + 1L + call.Immediate) * Instruction.SizeInBytes, caller, slot);
        ElfSymbol symbol = _file.Symbols[found.SymbolIndex];
        if (_file.SectionOf(symbol) is not { } defined || !_sections.TryGetValue(defined.Index, out CodeSection? section))
            throw Unresolved(caller, slot, symbol, "calls");
        return section.FunctionAt((long)Math.Min(symbol.Value, int.MaxValue) + (call.Immediate + 1L) * Instruction.SizeInBytes, caller, slot);
    }

    private ObjectMap FindMap(CodeFunction function, int slot, ElfSymbol symbol, ElfSection? defined, long offset)
    {
        if (defined is null)
            throw Unresolved(function, slot, symbol, "refers to");
        if (offset is < int.MinValue or > int.MaxValue)
            throw function.Section.Refuse(function.Start + slot, $"an address lies {offset} bytes from the start of '{defined.Name}'");
        return _maps.GetValueOrDefault((defined.Index, offset)) ?? _maps.GetValueOrDefault((defined.Index, null))
            ?? throw function.Section.Refuse(function.Start + slot, $"an address lies at offset {offset} of section '{defined.Name}', where no map or data starts");
    }

    private ObjectFormatException Unresolved(CodeFunction function, int slot, ElfSymbol symbol, string does) => function.Section.Refuse(
        function.Start + slot, $"'{function.Name}' {does} '{_file.NameOf(symbol)}', which the file neither defines nor declares as something of the kernel (__ksym, __kconfig)");

    private static int LowerBound<T>(List<T> items, Func<T, int> slotOf, int slot)
    {
        (int low, int high) = (0, items.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (slotOf(items[middle]) < slot)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
