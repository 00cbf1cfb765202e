using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>One function of a program: its entry, or a subprogram behind it.</summary>
/// <param name="Program">The program.</param>
/// <param name="Name">Its name.</param>
/// <param name="Start">First slot in the program.</param>
/// <param name="Count">Number of slots.</param>
/// <param name="IsGlobal">Whether the verifier checks it by itself (linkage of its BTF).</param>
internal sealed record CodeUnit(ProgramSpec Program, string Name, int Start, int Count, bool IsGlobal)
{
    public ReadOnlySpan<Instruction> Instructions => Program.Instructions.AsSpan(Start, Count);

    /// <summary>Divides a program where calls and addresses of functions say that functions start.</summary>
    /// <exception cref="ArgumentException">One says so of a slot that is not there, or function information of one that nothing calls.</exception>
    public static ImmutableArray<CodeUnit> Split(ProgramSpec program, Btf? types)
    {
        var starts = new SortedSet<int> { 0 };
        for (int slot = 0; slot < program.Instructions.Length; slot++)
        {
            if (TargetOf(program.Instructions[slot], slot) is { } target)
                starts.Add(target);
        }
        Dictionary<int, FunctionInfo> infos = [];
        foreach (FunctionInfo function in program.Functions)
            infos[function.InstructionIndex] = function;
        AddCallback(program, types, infos, starts);
        foreach (int start in infos.Keys)
        {
            if (!starts.Contains(start))
                throw new ArgumentException($"{program} says that a function starts at instruction {start}, which nothing calls.");
        }
        if (starts.Min < 0 || starts.Max >= program.Instructions.Length)
            throw new ArgumentException($"{program} has {program.Instructions.Length} instructions; a function of it starts at {(starts.Min < 0 ? starts.Min : starts.Max)}.");

        foreach (int start in starts)
        {
            if (start > 0 && program.Instructions[start - 1].IsWide)
                throw new ArgumentException($"{program} calls instruction {start}, which is the second half of a 64-bit immediate.");
        }

        int[] ends = [.. starts.Skip(1), program.Instructions.Length];
        return [.. starts.Zip(ends, (start, end) =>
        {
            BtfFunction? function = infos.TryGetValue(start, out FunctionInfo info) ? FunctionOf(info, types) : null;
            string name = start == 0 ? program.Name : function?.Name ?? string.Create(CultureInfo.InvariantCulture, $"{program.Name}_{start}");
            return new CodeUnit(program, name, start, end - start, start == 0 || function?.Linkage == BtfLinkage.Global);
        })];
    }

    // Nothing calls the function that the kernel calls when the program throws.
    private static void AddCallback(ProgramSpec program, Btf? types, Dictionary<int, FunctionInfo> infos, SortedSet<int> starts)
    {
        FunctionInfo entry = program.Functions.FirstOrDefault(f => f.InstructionIndex == 0);
        if (types is null || entry.TypeId == 0 || new ExceptionCallbacks(types).Find(entry.TypeId) is not { } name)
            return;
        int[] callbacks = [.. infos.Where(i => i.Key > 0 && FunctionOf(i.Value, types)?.Name == name).Select(i => i.Key)];
        if (callbacks.Length != 1)
            throw new ArgumentException($"{program} names '{name}' as its exception callback, and {callbacks.Length} of its functions have this name.");
        starts.Add(callbacks[0]);
    }

    private static BtfFunction? FunctionOf(FunctionInfo info, Btf? types) =>
        types is not null && (uint)info.TypeId < (uint)types.Count ? types[info.TypeId] as BtfFunction : null;

    /// <summary>The slot that an instruction at <paramref name="slot"/> calls or takes the address of, if it does.</summary>
    public static int? TargetOf(Instruction instruction, int slot)
    {
        bool isCall = instruction.Opcode.IsJump && instruction.Opcode.JumpOperation == JumpOperation.Call && instruction.Source == (Register)CallKind.Function;
        bool isAddress = instruction.IsWide && instruction.Source == (Register)PseudoSource.Function;
        return isCall || isAddress ? slot + 1 + instruction.Immediate : null;
    }

    /// <summary>Text that is equal for two units exactly if they are copies of one function, as long as names of functions are unique.</summary>
    public string Fingerprint(IReadOnlyDictionary<int, string> namesByStart)
    {
        var text = new StringBuilder(Name);
        for (int i = 0; i < Count; i++)
        {
            Instruction instruction = Program.Instructions[Start + i];
            if (TargetOf(instruction, Start + i) is { } target)
                text.Append('\n').Append(instruction with { Immediate = 0 }).Append(namesByStart[target]);
            else
                text.Append('\n').Append(instruction);
        }
        foreach (MapReference reference in Program.MapReferences.Where(r => Contains(r.InstructionIndex)))
            text.Append('\n').Append(reference with { InstructionIndex = reference.InstructionIndex - Start });
        foreach (ExternReference reference in Program.ExternReferences.Where(r => Contains(r.InstructionIndex)))
            text.Append('\n').Append(reference with { InstructionIndex = reference.InstructionIndex - Start });
        foreach (CoreRelocation relocation in Program.CoreRelocations.Where(r => Contains(r.InstructionIndex)))
            text.Append('\n').Append(relocation with { InstructionIndex = relocation.InstructionIndex - Start });
        foreach (LineInfo line in Program.Lines.Where(l => Contains(l.InstructionIndex)))
            text.Append('\n').Append(line with { InstructionIndex = line.InstructionIndex - Start });
        return text.ToString();
    }

    public bool Contains(int slot) => slot >= Start && slot < Start + Count;
}
