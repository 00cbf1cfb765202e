using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;

namespace Waggle.Bpf.KernelTests.Instructions;

/// <summary>The verifier's log prints each instruction that it walks over with the kernel's own disassembler.</summary>
public class VerifierTextTests
{
    private const int SlotsAround = 6;
    private const int SamplesPerForm = 12;
    private const string UnknownHelper = "unknown#";

    public static TheoryData<string> Forms => [.. InstructionSet.Forms.Where(IsPrintedWithoutOtherObjects).Where(IsKnown).Select(KeyOf).Distinct()];

    [Theory, MemberData(nameof(Forms))]
    public void Format_EveryForm_IsWhatTheVerifierPrints(string form)
    {
        KernelVerifier.SkipUnlessUsable();
        Random random = new(form.Length);
        int compared = 0;

        foreach (InstructionForm candidate in InstructionSet.Forms.Where(candidate => KeyOf(candidate) == form && IsKnown(candidate)))
        {
            for (int sample = 0; sample < SamplesPerForm; sample++)
            {
                (Instruction[] program, int slot) = Surround(Draw(candidate, random));
                KernelLoad load = KernelVerifier.Load(program);
                Dictionary<int, string> printed = load.ReadInstructions();
                foreach (DisassembledInstruction line in Disassembler.Disassemble(program, HelperNames.Symbols, DisassemblyStyle.Kernel))
                {
                    if (line.Slot == slot || printed.ContainsKey(line.Slot))
                        AssertSame(printed[line.Slot], $"({line.Opcode.Value:x2}) {line.Text}");
                }
                // What the assembler makes of the kernel's words is the instruction that the kernel was given.
                Assert.Equal(program[slot], Assembler.Assemble(printed[slot], HelperNames.Symbols).Instructions[0]);
                compared++;
            }
        }

        Assert.True(compared > 0);
    }

    /// <summary>Older kernels have no name for newer helpers.</summary>
    private static void AssertSame(string theirs, string ours)
    {
        int unknown = KernelVerifier.Kernel >= KernelVerifier.HasAllHelpers ? -1 : theirs.IndexOf(UnknownHelper, StringComparison.Ordinal);
        if (unknown < 0) Assert.Equal(theirs, ours);
        else Assert.EndsWith(theirs[(unknown + UnknownHelper.Length - 1)..], ours, StringComparison.Ordinal);
    }

    /// <summary>Not those that need a map, a kernel function or a variable: the listing of bpftool is compared for them.</summary>
    private static bool IsPrintedWithoutOtherObjects(InstructionForm form) =>
        form.Opcode != Opcode.LoadImmediate64
            ? !(IsCall(form) && form.Source.Allows((int)CallKind.KernelFunction))
            : form.Source.Allows((int)PseudoSource.None);

    private static bool IsKnown(InstructionForm form) => Version.Parse(form.Since) <= KernelVerifier.Kernel;

    private static bool IsCall(InstructionForm form) => form.Opcode.IsJump && form.Opcode.JumpOperation == JumpOperation.Call;

    private static string KeyOf(InstructionForm form) => form.Name;

    private static Instruction[] Draw(InstructionForm form, Random random)
    {
        bool isNearJump = form.Opcode.IsJump && form.Offset == FieldRule.Any;
        bool isFarJump = form.Opcode.IsJump && form.Opcode.JumpOperation == JumpOperation.Always && !isNearJump;
        bool isLocalCall = IsCall(form) && form.Source.Allows((int)CallKind.Function);
        int distance = random.Next(-SlotsAround, SlotsAround);
        int immediate = isFarJump ? distance
            : isLocalCall ? SlotsAround + 1
            : IsCall(form) ? random.Next(-3, 230)
            : Pick(form.Immediate, random, int.MinValue, int.MaxValue);
        Instruction first = new(
            form.Opcode,
            (Register)Pick(form.Destination, random, 0, 10),
            (Register)Pick(form.Source, random, 0, 10),
            (short)(isNearJump ? distance : Pick(form.Offset, random, short.MinValue, short.MaxValue)),
            immediate);
        return form.SecondImmediate is null ? [first] : [first, new(default, 0, 0, 0, random.Next(int.MinValue, int.MaxValue))];
    }

    private static int Pick(FieldRule rule, Random random, int minimum, int maximum) =>
        !rule.Values.IsEmpty ? rule.Values[random.Next(rule.Values.Length)]
        : rule == FieldRule.AnyRegister ? random.Next(0, 11)
        : random.Next(2) == 0 ? random.Next(-20, 20)
        : random.Next(minimum, maximum);

    /// <summary>Puts slots on both sides for the instruction to jump to, each of which is reached by another way too, and a function
    /// to call: the verifier refuses to list what is unreachable.</summary>
    private static (Instruction[] Program, int Slot) Surround(Instruction[] subject)
    {
        List<Instruction> program = [];
        for (int index = 0; index < SlotsAround; index++) // conditional jump to its twin behind the subject
            program.Add(Instruction.Jump(InstructionClass.Jmp, JumpOperation.Equal, Register.R1, 0, (short)(SlotsAround - 1 + subject.Length)));
        program.AddRange(subject);
        for (int index = 0; index < SlotsAround; index++)
            program.Add(Instruction.Move(Register.R0, index));
        program.Add(Instruction.Exit);
        if (IsLocalCall(subject[0]))
            program.AddRange([Instruction.Move(Register.R0, 0), Instruction.Exit]);
        return ([.. program], SlotsAround);
    }

    private static bool IsLocalCall(Instruction instruction) =>
        instruction.Opcode.IsJump && instruction.Opcode.JumpOperation == JumpOperation.Call && (CallKind)instruction.Source == CallKind.Function;
}
