using System.Collections.Immutable;
using Waggle.Bpf.Instructions;
using static Waggle.Bpf.Instructions.Register;

namespace Waggle.Bpf.KernelTests.Instructions;

/// <summary>The table of defined instructions is neither too wide nor too narrow for the running kernel.</summary>
public class VerifierAcceptanceTests
{
    private const string LongJump = "{JA, K, JMP32}";
    private const int Prandom = 7; // bpf_get_prandom_u32
    private static readonly Register[] s_pointers = [R2, R3, R7, R8, R9]; // to the stack; r6 is the context, the others hold 1

    public static TheoryData<string> FormsOfThisKernel => [.. InstructionSet.Forms.Where(NeedsNoOtherObject).Select(form => form.Name)];

    [Theory, MemberData(nameof(FormsOfThisKernel))]
    public void Forms_WithHarmlessOperands_AreAccepted(string name)
    {
        KernelVerifier.SkipUnlessUsable();
        InstructionForm form = InstructionSet.Forms.Single(candidate => candidate.Name == name);

        KernelLoad load = KernelVerifier.Load(Surround(Harmless(form)));

        // Before Linux 6.6 the kernel took a long jump for a comparison that there is not, and accepted it.
        bool isTaken = Version.Parse(form.Since) <= KernelVerifier.Kernel || name == LongJump;
        Assert.True(load.IsAccepted == isTaken, load.Log);
    }

    [Fact]
    public void Check_EncodingThatItRefuses_IsRefusedByTheKernelToo()
    {
        KernelVerifier.SkipUnlessUsable();
        int[] registers = [0, 1, 2, 10, 11, 15];
        short[] offsets = [0, 1, 2, 8, -8];
        int[] immediates = [0, 1, 16, 0x100];
        int refused = 0;
        SortedSet<string> accepted = [];

        for (int opcode = 0; opcode <= byte.MaxValue; opcode++)
        {
            // All single changes from fields that mostly fit, and all pairs of offset and immediate.
            var candidates =
                from destination in registers
                from source in registers
                from offset in offsets
                from immediate in immediates
                where (destination <= 2 && source <= 2) || (offset == 0 && immediate is 0 or 1)
                select new Instruction(new Opcode((byte)opcode), (Register)destination, (Register)source, offset, immediate);
            foreach (Instruction candidate in candidates)
            {
                Instruction[] subject = candidate.IsWide ? [candidate, default] : [candidate];
                ImmutableArray<InstructionProblem> problems = InstructionDecoder.Check(subject);
                if (problems.IsEmpty)
                    continue;
                if (KernelVerifier.Load(Surround(subject)).IsAccepted)
                    accepted.Add($"{candidate.Opcode} {problems[0].Rule} {problems[0].Field}");
                refused++;
            }
        }

        Assert.True(refused > 10_000);
        // The verifier does not look at these fields, which RFC 9669 section 3.1 wants zero.
        Assert.Equal(["0x95 UnusedFieldNotZero Offset"], accepted);
    }

    /// <summary>Not those that need a map, an arena, a kernel function, a variable or a second function.</summary>
    private static bool NeedsNoOtherObject(InstructionForm form) =>
        form.Opcode == Opcode.LoadImmediate64 ? form.Source.Allows((int)PseudoSource.None)
        : !form.Name.Contains("ADDR_SPACE_CAST", StringComparison.Ordinal)
            && (form.Opcode != Instruction.CallHelper(0).Opcode || form.Source.Allows((int)CallKind.Helper));

    private static Instruction[] Harmless(InstructionForm form)
    {
        bool isAccess = !form.Opcode.IsAlu && !form.Opcode.IsJump;
        bool readsSource = form.Opcode.Class == InstructionClass.Ldx || form.Immediate.Values is [(int)AtomicOperation.LoadAcquire];
        bool isCall = form.Opcode == Instruction.CallHelper(0).Opcode;
        Instruction first = new(
            form.Opcode,
            form.Destination == FieldRule.Zero ? R0 : isAccess && !readsSource && !form.Opcode.Equals(Opcode.LoadImmediate64) ? R2 : R4,
            form.Source == FieldRule.AnyRegister ? readsSource ? R2 : R5 : (Register)form.Source.Values[0],
            (short)(!form.Offset.Values.IsEmpty ? form.Offset.Values[0]
                : form.Opcode.IsJump ? 1 // may_goto to the next instruction is refused before Linux 6.14
                : 0),
            !form.Immediate.Values.IsEmpty ? form.Immediate.Values[0]
                : isCall ? Prandom
                : form.Opcode.IsJump && form.Offset == FieldRule.Zero ? 0 // gotol
                : 1);
        return form.SecondImmediate is null ? [first] : [first, new(default, 0, 0, 0, 1)];
    }

    private static Instruction[] Surround(Instruction[] subject) =>
    [
        Instruction.Move(R6, R1),
        Instruction.Store(MemorySize.Double, R10, -8, 0),
        Instruction.Store(MemorySize.Double, R10, -16, 0),
        Instruction.Store(MemorySize.Double, R10, -24, 0),
        .. s_pointers.SelectMany(pointer => new[] { Instruction.Move(pointer, R10), Instruction.Alu64(AluOperation.Add, pointer, -16) }),
        Instruction.Move(R0, 1),
        Instruction.Move(R1, 1),
        Instruction.Move(R4, 1),
        Instruction.Move(R5, 1),
        // The way round the subject keeps what follows reachable.
        Instruction.Jump(InstructionClass.Jmp, JumpOperation.Equal, R0, 2, (short)subject.Length),
        .. subject,
        Instruction.Move(R0, 0),
        Instruction.Move(R0, 0),
        Instruction.Move(R0, 0),
        Instruction.Move(R0, 0),
        Instruction.Exit,
    ];
}
