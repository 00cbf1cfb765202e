using System.Collections.Immutable;
using Waggle.Bpf.Instructions;

namespace Waggle.Bpf.Objects;

/// <summary>A function in a section of code.</summary>
/// <param name="Name">Its symbol.</param>
/// <param name="Section">Where it is.</param>
/// <param name="Start">First slot in the section.</param>
/// <param name="Count">Number of slots.</param>
internal sealed record CodeFunction(string Name, CodeSection Section, int Start, int Count);

/// <summary>A section of code: its instructions, the functions that symbols say are in it, and what .BTF.ext says of it.</summary>
internal sealed class CodeSection
{
    private readonly Dictionary<int, CodeFunction> _byStart = [];

    private CodeSection(string name, ImmutableArray<Instruction> instructions, SectionInfo info) =>
        (Name, Instructions, Info) = (name, instructions, info);

    public string Name { get; }

    public ImmutableArray<Instruction> Instructions { get; }

    public SectionInfo Info { get; }

    /// <summary>In order of their place; they do not overlap.</summary>
    public List<CodeFunction> Functions { get; } = [];

    /// <summary>By slot.</summary>
    public Dictionary<int, ElfRelocation> Relocations { get; } = [];

    public static CodeSection Read(ElfFile file, ElfSection section, SectionInfo info)
    {
        ReadOnlySpan<byte> data = section.Data.Span;
        if (data.Length % Instruction.SizeInBytes != 0)
            ObjectFormatException.ThrowValue(section.Name, "sh_size", 0, (ulong)data.Length, "instructions take 8 bytes each");
        var instructions = ImmutableArray.CreateBuilder<Instruction>(data.Length / Instruction.SizeInBytes);
        for (int at = 0; at < data.Length; at += Instruction.SizeInBytes)
            instructions.Add(Instruction.Read(data[at..], file.IsBigEndian));
        var code = new CodeSection(section.Name, instructions.MoveToImmutable(), info);
        code.ReadFunctions(file, section);
        foreach (ElfRelocation relocation in file.RelocationsOf(section))
        {
            if (relocation.Offset >= (ulong)data.Length || relocation.Offset % Instruction.SizeInBytes != 0)
                ObjectFormatException.ThrowValue(section.Name, "r_offset", 0, relocation.Offset, $"relocations stand at instructions, and the section has {data.Length} bytes");
            int slot = (int)(relocation.Offset / Instruction.SizeInBytes);
            if (!code.Relocations.TryAdd(slot, relocation))
                throw code.Refuse(slot, "an instruction has two relocations");
        }
        return code;
    }

    /// <summary>The function that starts at a byte offset.</summary>
    /// <exception cref="ObjectFormatException">None does; the error stands at the instruction that wants it.</exception>
    public CodeFunction FunctionAt(long offsetInBytes, CodeFunction user, int slot) =>
        offsetInBytes % Instruction.SizeInBytes == 0 && offsetInBytes >= 0 && offsetInBytes / Instruction.SizeInBytes < Instructions.Length
            && _byStart.TryGetValue((int)(offsetInBytes / Instruction.SizeInBytes), out CodeFunction? function)
            ? function
            : throw user.Section.Refuse(user.Start + slot, $"'{user.Name}' refers to a function at offset {offsetInBytes} of section '{Name}', where none starts");

    /// <summary>Whether an instruction may have to be relocated: only calls, 64-bit immediates and what the file says.</summary>
    public bool RefersToSomething(int slot) =>
        Instructions[slot].IsWide || Instructions[slot].Opcode is { IsJump: true, JumpOperation: JumpOperation.Call } || Relocations.ContainsKey(slot);

    public ObjectFormatException Refuse(int slot, string why) =>
        new($"Section '{Name}', instruction {slot} (offset 0x{slot * Instruction.SizeInBytes:x}): {why}.", Name, (long)slot * Instruction.SizeInBytes);

    private void ReadFunctions(ElfFile file, ElfSection section)
    {
        int end = 0;
        foreach (ElfSymbol symbol in file.FunctionsOf(section)
            .OrderBy(s => s.Value).ThenBy(s => !s.IsGlobal)) // of two names for one function the global one
        {
            ulong length = (ulong)section.Data.Length;
            if (symbol.Value % Instruction.SizeInBytes != 0 || symbol.Value >= length)
                ObjectFormatException.ThrowValue(Name, "st_value", 0, symbol.Value, $"functions start at instructions, and the section has {length} bytes");
            if (symbol.SizeInBytes % Instruction.SizeInBytes != 0 || symbol.SizeInBytes == 0 || symbol.SizeInBytes > length - symbol.Value)
                ObjectFormatException.ThrowValue(Name, "st_size", 0, symbol.SizeInBytes, $"a function has whole instructions, and {length - symbol.Value} bytes are left");
            (int start, int count) = ((int)symbol.Value / Instruction.SizeInBytes, (int)symbol.SizeInBytes / Instruction.SizeInBytes);
            if (_byStart.ContainsKey(start))
                continue;
            if (start < end)
                throw Refuse(start, $"function '{file.NameOf(symbol)}' starts inside another");
            var function = new CodeFunction(file.NameOf(symbol), this, start, count);
            _byStart.Add(start, function);
            Functions.Add(function);
            end = start + count;
        }
    }
}
