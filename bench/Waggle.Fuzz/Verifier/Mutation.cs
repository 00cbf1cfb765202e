using Waggle.Bpf.Instructions;

namespace Waggle.Fuzz.Verifier;

/// <summary>Changes a few instructions of a program where they stand: an operand, a width, an operator, a target; or takes one out, copies one
/// over another, lets two change places.</summary>
internal static class Mutation
{
    public static TestCase Apply(TestCase test, ref RandomSource random)
    {
        Instruction[] code = [.. test.Code];
        for (int changes = 1 + random.Below(3); changes > 0; changes--)
        {
            int slot = random.Below(code.Length);
            if (code[slot].Opcode == default) continue; // second half of a 64-bit immediate
            switch (random.Below(8))
            {
                case 0 when IsMovable(code[slot]):
                    code[slot] = Instruction.Goto(0);
                    break;
                case 1 when random.Below(code.Length) is var other && IsMovable(code[slot]) && IsMovable(code[other]):
                    code[slot] = code[other];
                    break;
                case 2 when slot + 1 < code.Length && IsMovable(code[slot]) && IsMovable(code[slot + 1]):
                    (code[slot], code[slot + 1]) = (code[slot + 1], code[slot]);
                    break;
                default:
                    Instruction changed = Change(code[slot], ref random);
                    if (!changed.IsWide && code[slot].IsWide) continue;
                    if (changed.Opcode != default && InstructionSet.Find(changed) is not null) code[slot] = changed;
                    break;
            }
        }

        return test with { Code = [.. code] };
    }

    // It means the same at another place.
    private static bool IsMovable(Instruction instruction) => !instruction.IsWide && instruction.Opcode != default && !instruction.Opcode.IsJump;

    private static Instruction Change(Instruction instruction, ref RandomSource random)
    {
        bool isReference = instruction.IsWide || (instruction.Opcode is { IsJump: true, JumpOperation: JumpOperation.Call });
        if (instruction.Opcode.IsJump && !isReference && random.Below(3) == 0) return instruction with { Opcode = new((byte)(instruction.Opcode.Value ^ 0x10 << random.Below(4))) }; // another condition
        return random.Below(isReference ? 1 : 7) switch
        {
            0 => instruction with { Destination = (Register)random.Below(11) },
            1 => instruction with { Source = (Register)random.Below(11) },
            2 => instruction with { Offset = (short)(instruction.Offset + random.Below(9) - 4) },
            3 => instruction with { Immediate = instruction.Immediate + random.Below(9) - 4 },
            4 => instruction with { Immediate = EdgeNumbers.NextImmediate(ref random) },
            5 => instruction with { Opcode = new((byte)(instruction.Opcode.Value ^ (random.Below(16) << 4))) },
            _ => instruction with { Opcode = new((byte)(instruction.Opcode.Value ^ (1 << random.Below(5)))) },
        };
    }
}
