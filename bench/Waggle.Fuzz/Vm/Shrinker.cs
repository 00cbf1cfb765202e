using System.Collections.Immutable;
using Waggle.Bpf.Instructions;

namespace Waggle.Fuzz.Vm;

/// <summary>Makes a program smaller while it still shows what it was kept for.</summary>
internal static class Shrinker
{
    private static readonly Instruction s_nothing = Instruction.Goto(0);

    /// <summary>Replaces instructions by ones that do nothing, many at a time and then fewer, and takes those out at the end.</summary>
    /// <param name="program">The program.</param>
    /// <param name="shows">Whether a program still shows it.</param>
    public static FuzzProgram Shrink(FuzzProgram program, Func<FuzzProgram, bool> shows)
    {
        for (int width = program.Code.Length / 2; width > 0; width = width == 1 ? 0 : width / 2)
        {
            for (int at = 0; at < program.Code.Length; at += width)
            {
                FuzzProgram smaller = program with { Code = Blank(program.Code, at, Math.Min(at + width, program.Code.Length)) };
                if (!smaller.Code.AsSpan().SequenceEqual(program.Code.AsSpan()) && shows(smaller)) program = smaller;
            }
        }

        FuzzProgram compact = program with { Code = Compact(program.Code) };
        return shows(compact) ? compact : program;
    }

    // A 64-bit immediate goes with both of its slots.
    private static ImmutableArray<Instruction> Blank(ImmutableArray<Instruction> code, int start, int end)
    {
        Instruction[] blanked = [.. code];
        for (int slot = start; slot < end; slot++)
        {
            bool isSecond = slot > 0 && code[slot - 1].IsWide;
            if (isSecond && slot == start) continue;
            blanked[slot] = s_nothing;
            if (code[slot].IsWide && slot + 1 < code.Length) blanked[++slot] = s_nothing;
        }

        return [.. blanked];
    }

    private static ImmutableArray<Instruction> Compact(ImmutableArray<Instruction> code)
    {
        int[] places = new int[code.Length + 1];
        for (int slot = 0; slot < code.Length; slot++) places[slot + 1] = places[slot] + (code[slot] == s_nothing ? 0 : 1);
        List<Instruction> kept = [];
        for (int slot = 0; slot < code.Length; slot++)
        {
            if (code[slot] != s_nothing) kept.Add(Aim(code[slot], slot));
            if (code[slot].IsWide && slot + 1 < code.Length) kept.Add(code[++slot]);
        }

        return [.. kept];

        Instruction Aim(Instruction instruction, int slot)
        {
            bool isReference = instruction.IsWide && (PseudoSource)instruction.Source == PseudoSource.Function;
            if (!isReference && instruction.Opcode.Class is not (InstructionClass.Jmp or InstructionClass.Jmp32)) return instruction;
            bool isLong = isReference || (instruction.Opcode.JumpOperation == JumpOperation.Always && instruction.Opcode.Class == InstructionClass.Jmp32);
            bool isCall = !isReference && instruction.Opcode.JumpOperation == JumpOperation.Call;
            if ((!isReference && instruction.Opcode.JumpOperation == JumpOperation.Exit) || (isCall && (CallKind)instruction.Source != CallKind.Function)) return instruction;
            int target = slot + 1 + (isLong || isCall ? instruction.Immediate : instruction.Offset);
            if (target < 0 || target >= places.Length) return instruction;
            int distance = places[target] - places[slot] - 1;
            return isLong || isCall ? instruction with { Immediate = distance } : instruction with { Offset = (short)distance };
        }
    }
}
