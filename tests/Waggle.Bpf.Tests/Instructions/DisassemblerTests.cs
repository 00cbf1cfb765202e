using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using static Waggle.Bpf.Instructions.Register;

namespace Waggle.Bpf.Tests.Instructions;

/// <summary>What the kernel's own text is compared with in the kernel tests is not repeated here.</summary>
public class DisassemblerTests
{
    public static TheoryData<Instruction[], string, string> AmbiguousInTheKernelsText => new()
    {
        { Wide(PseudoSource.MapDescriptor, 5, 0), "r1 = map[id:5]", "r1 = map[id:5]" },
        { Wide(PseudoSource.MapValue, 5, 8), "r1 = map[id:5][0]+8", "r1 = map[id:5][0]+8" },
        { Wide(PseudoSource.Function, -5, 0), "r1 = subprog[-5]", "r1 = subprog[-5]" },
        { Wide(PseudoSource.Variable, 5, 0), "r1 = var[id:5]", "r1 = 0x5" },
        { Wide(PseudoSource.Variable, 5, 3), "r1 = var[id:5]+3", "r1 = 0x300000005" },
        { Wide(PseudoSource.MapIndex, 5, 0), "r1 = map[idx:5]", "r1 = 0x5" },
        { Wide(PseudoSource.MapIndexValue, 5, 8), "r1 = map[idx:5][0]+8", "r1 = 0x800000005" },
        { [Instruction.Call(CallKind.KernelFunction, 77)], "call bpf_named#77 kfunc", "call bpf_named#77" },
        { [Instruction.Call(CallKind.KernelFunction, 78)], "call kernel-function#78", "call kernel-function#78" },
        { [Instruction.Call(CallKind.KernelFunction, 77) with { Offset = 2 }], "call bpf_named#77 kfunc:2", "call bpf_named#77" },
        { [Instruction.Call(CallKind.Function, 3)], "call pc+3#callee", "call pc+3#callee" },
        { [Instruction.CallHelper(1)], "call bpf_map_lookup_elem#1", "call bpf_map_lookup_elem#1" },
        { [Instruction.CallHelper(4711)], "call unknown#4711", "call unknown#4711" },
    };

    /// <summary>What the kernel writes into loaded programs and no user can.</summary>
    public static TheoryData<Instruction, string> KernelsOwn => new()
    {
        { new(new Opcode(0xc2), 0, 0, 0, 0), "nospec" },
        { Instruction.Alu64(AluOperation.Move, R1, R2, offset: -1), "r1 = &(void __percpu *)(r2)" },
        { Instruction.Alu32(AluOperation.Move, R1, R1) with { Immediate = 1 }, "w1 = w1" }, // zero extension for the JIT
        { Instruction.Call(CallKind.Function, 1) with { Offset = 9 }, "call pc+9" },
        { Instruction.Alu64(AluOperation.Xor, (Register)11, 5), "r11 ^= 5" }, // constant blinding
    };

    [Theory, MemberData(nameof(AmbiguousInTheKernelsText))]
    public void Format_InBothStyles_DiffersOnlyWhereTheKernelsTextIsAmbiguous(Instruction[] instruction, string exact, string kernel)
    {
        InstructionSymbols symbols = HelperNames.Symbols with
        {
            KernelFunctionName = (id, _) => id == 77 ? "bpf_named" : null,
            FunctionName = slot => slot == 4 ? "callee" : null,
        };

        Assert.Equal(exact, Disassembler.Format(instruction, 0, symbols));
        Assert.Equal(kernel, Disassembler.Format(instruction, 0, symbols, DisassemblyStyle.Kernel));
    }

    [Theory, MemberData(nameof(KernelsOwn))]
    public void Format_KernelsOwnInstruction_IsTextInKernelStyleAndASlotInExact(Instruction instruction, string text)
    {
        string exact = $".slot {instruction.Opcode}, {(int)instruction.Destination}, {(int)instruction.Source}, {instruction.Offset}, {instruction.Immediate}";

        Assert.Equal(text, Disassembler.Format([instruction], 0, style: DisassemblyStyle.Kernel));
        Assert.Equal(exact, Disassembler.Format([instruction], 0));
    }

    [Theory]
    [InlineData(0, "   0: (95) exit")]
    [InlineData(999, " 999: (95) exit")]
    [InlineData(1000, " 1000: (95) exit")]
    [InlineData(123456, " 123456: (95) exit")]
    public void ToString_OfALine_IsAsWideAsBpftools(int slot, string line) =>
        Assert.Equal(line, new DisassembledInstruction(slot, Instruction.Exit.Opcode, "exit").ToString());

    [Fact]
    public void Disassemble_WideImmediates_TakeOneLineEach()
    {
        Instruction[] program = [.. Wide(PseudoSource.None, -1, 0x7fffffff), Instruction.Exit];

        Assert.Equal(
            [new(0, Opcode.LoadImmediate64, "r1 = 0x7fffffffffffffff"), new(2, Instruction.Exit.Opcode, "exit")],
            Disassembler.Disassemble(program));
    }

    private static Instruction[] Wide(PseudoSource kind, int low, int high)
    {
        (Instruction first, Instruction second) = Instruction.LoadPseudo(R1, kind, low, high);
        return [first, second];
    }
}
