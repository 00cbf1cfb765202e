using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Features;

/// <summary>Loads a socket filter with an instruction of each level that clang knows (-mcpu), and of some later additions.</summary>
internal static class InstructionSetProbe
{
    private static readonly (string Name, string What, Instruction[] Code)[] s_rows =
    [
        ("v1", "arithmetic and jumps of Linux 3.18", [Instruction.Move(Register.R0, 0), Instruction.Alu64(AluOperation.Add, Register.R0, 1)]),
        ("v2", "jumps by less than (Linux 4.14)",
            [Instruction.Move(Register.R0, 0), Instruction.Jump(InstructionClass.Jmp, JumpOperation.LessUnsigned, Register.R0, 1, 0)]),
        ("v3", "jumps on 32 bits (Linux 5.1)",
            [Instruction.Move(Register.R0, 0), Instruction.Jump(InstructionClass.Jmp32, JumpOperation.Equal, Register.R0, 1, 0)]),
        ("v4", "long jumps, signed division and moves (Linux 6.6)",
            [Instruction.Move(Register.R0, 8), Instruction.Alu64(AluOperation.Divide, Register.R0, 2, offset: 1), Instruction.GotoLong(0)]),
        ("loops", "a loop with a bound (Linux 5.3)",
            [Instruction.Move(Register.R0, 0), Instruction.Alu64(AluOperation.Add, Register.R0, 1), Instruction.Jump(InstructionClass.Jmp, JumpOperation.NotEqual, Register.R0, 10, -2)]),
        ("atomics", "atomic exchange (Linux 5.12)",
            [Instruction.Move(Register.R0, 0), Instruction.Store(MemorySize.Double, Register.R10, -8, 0),
                Instruction.Atomic(AtomicOperation.Exchange, MemorySize.Double, Register.R10, Register.R0, -8)]),
        ("may_goto", "loops that the kernel ends (Linux 6.9)", // over an instruction: 6.12 refuses a distance of 0
            [Instruction.Move(Register.R0, 0), Instruction.MayGoto(1), Instruction.Alu64(AluOperation.Add, Register.R0, 1)]),
    ];

    /// <summary>Answers for every level.</summary>
    public static IReadOnlyList<Feature> Run() => [.. s_rows.Select(row => Verdict.Try(row.Name, () =>
    {
        ProgramSpec spec = TrivialProgram.Describe("socket", ProgramType.SocketFilter) with { Instructions = [.. row.Code, Instruction.Exit] };
        using SafeDescriptor program = TrivialProgram.Load(spec);
        return $"a program with {row.What} was loaded";
    }))];
}
