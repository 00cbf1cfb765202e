using Waggle.Bpf.Instructions;

namespace Waggle.Fuzz.Vm;

/// <summary>Makes random instructions a program that an engine takes: every one defined, jumps inside their function. What it does stays wild.</summary>
internal static class Repair
{
    private const int MostFunctions = 3;

    public static void Apply(List<Instruction> code, ref RandomSource random)
    {
        DefineEvery(code, ref random);
        bool[] isSecond = new bool[code.Count];
        for (int slot = 0; slot < code.Count; slot++)
        {
            if (code[slot].IsWide) isSecond[++slot] = true;
        }

        int[] starts = [.. PlaceFunctions(code, isSecond, ref random).Order()];
        for (int i = 0; i < starts.Length; i++)
        {
            int end = i + 1 < starts.Length ? starts[i + 1] : code.Count;
            AimJumps(code, isSecond, starts[i], end, ref random);
        }
    }

    private static void DefineEvery(List<Instruction> code, ref RandomSource random)
    {
        for (int slot = 0; slot < code.Count; slot++)
        {
            Instruction instruction = code[slot];
            bool isWriting = instruction.Opcode.Class is InstructionClass.Alu or InstructionClass.Alu64 or InstructionClass.Ldx or InstructionClass.Ld;
            if (isWriting && instruction.Destination == Register.R10) instruction = instruction with { Destination = (Register)random.Below(10) };
            if (instruction.IsWide && (PseudoSource)instruction.Source is not (PseudoSource.None or PseudoSource.Function))
                instruction = instruction with { Source = 0 };
            if (InstructionSet.Find(instruction) is null || instruction.Opcode == default)
                instruction = Instruction.Alu64(AluOperation.Add, (Register)random.Below(10), random.Below(256));
            code[slot] = instruction;
            if (!instruction.IsWide) continue;
            int half = random.Below(4) == 0 ? (int)random.Next() : 0;
            if ((PseudoSource)instruction.Source == PseudoSource.Function) half = 0;
            if (slot + 1 < code.Count && code[slot + 1].Opcode == default) code[slot + 1] = new(default, 0, 0, 0, half);
            else code.Insert(slot + 1, new(default, 0, 0, 0, half));
            slot++;
        }

        code.Add(Instruction.Exit);
    }

    /// <summary>Lets calls lead to a few places only, and ends what lies before each.</summary>
    private static HashSet<int> PlaceFunctions(List<Instruction> code, bool[] isSecond, ref RandomSource random)
    {
        HashSet<int> starts = [0];
        for (int slot = 0; slot < code.Count; slot++)
        {
            Instruction instruction = code[slot];
            bool isReference = instruction.IsWide && (PseudoSource)instruction.Source == PseudoSource.Function;
            if (!isReference && !IsCall(instruction)) continue;
            int target = random.Below(code.Count);
            // The slot before a function must be one that can be made an exit.
            bool isUsable = target > 0 && target < code.Count && !isSecond[target] && !isSecond[target - 1] && !code[target - 1].IsWide && target - 1 != slot
                && !IsCallOrReference(code[target - 1]);
            if (starts.Count >= MostFunctions || !isUsable) target = starts.ElementAt(random.Below(starts.Count));
            if (starts.Add(target)) code[target - 1] = Instruction.Exit;
            code[slot] = code[slot] with { Immediate = target - slot - 1 };
        }

        return starts;
    }

    private static bool IsCall(Instruction instruction) =>
        instruction.Opcode == Instruction.Call(CallKind.Function, 0).Opcode && (CallKind)instruction.Source == CallKind.Function;

    private static bool IsCallOrReference(Instruction instruction) =>
        IsCall(instruction) || (instruction.IsWide && (PseudoSource)instruction.Source == PseudoSource.Function);

    private static void AimJumps(List<Instruction> code, bool[] isSecond, int start, int end, ref RandomSource random)
    {
        for (int slot = start; slot < end; slot++)
        {
            Instruction instruction = code[slot];
            if (isSecond[slot] || instruction.Opcode.Class is not (InstructionClass.Jmp or InstructionClass.Jmp32)) continue;
            if (instruction.Opcode.JumpOperation is JumpOperation.Call or JumpOperation.Exit) continue;
            bool isLong = instruction.Opcode.JumpOperation == JumpOperation.Always && instruction.Opcode.Class == InstructionClass.Jmp32;
            long target = slot + 1L + (isLong ? instruction.Immediate : instruction.Offset);
            if (target >= start && target < end && !isSecond[(int)target]) continue;
            int aim = start + random.Below(end - start);
            if (isSecond[aim]) aim--;
            int distance = aim - slot - 1;
            code[slot] = isLong ? instruction with { Immediate = distance } : instruction with { Offset = (short)distance };
        }
    }
}
