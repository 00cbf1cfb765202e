using CsCheck;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;

namespace Waggle.Bpf.Tests.Instructions;

public class InstructionRoundTripTests
{
    private static readonly InstructionSymbols s_everyName = HelperNames.Symbols with
    {
        KernelFunctionName = (id, _) => id % 2 == 0 ? $"bpf_kernel_function_{id & 0xffff}" : null,
        FunctionName = slot => slot % 2 == 0 ? "callee" : null,
    };

    [Theory, InlineData(false), InlineData(true)]
    public void Decode_OfEncoded_GivesTheSameInstructions(bool bigEndian) =>
        InstructionGenerator.Program.Sample(program =>
            Assert.Equal(program, InstructionDecoder.Decode(InstructionEncoder.Encode(program, bigEndian), bigEndian)));

    [Fact]
    public void Assemble_OfDisassembled_GivesTheSameInstructions() =>
        InstructionGenerator.Defined.Sample(
            instruction => Assert.Equal(instruction, Assembler.Assemble(Disassembler.Format(instruction, 0)).Instructions), iter: 5_000);

    [Fact]
    public void Assemble_OfDisassembledWithNames_GivesTheSameInstructions() =>
        InstructionGenerator.Defined.Sample(
            instruction => Assert.Equal(instruction, Assembler.Assemble(Disassembler.Format(instruction, 0, s_everyName), s_everyName).Instructions),
            iter: 5_000);

    [Fact]
    public void Assemble_OfListing_GivesTheSameInstructions() =>
        InstructionGenerator.Program.Sample(
            program => Assert.Equal(program, Assembler.Assemble(Disassembler.Listing(program)).Instructions), iter: 1000);

    [Fact]
    public void Assemble_OfArbitrarySlots_GivesTheSameSlots()
    {
        Gen<Instruction[]> slots = Gen.Byte.Array[8, 64].Select(bytes =>
        {
            InstructionDecoder.TryDecode(bytes, false, out Instruction[] read, out _);
            return read;
        });

        slots.Sample(program => Assert.Equal(program, Assembler.Assemble(Disassembler.Listing(program)).Instructions), iter: 5_000);
    }

    [Fact]
    public void Disassemble_DifferentInstructions_GivesDifferentTexts() =>
        Gen.Select(InstructionGenerator.Defined, InstructionGenerator.Defined).Sample((one, other) =>
            Assert.Equal(one.SequenceEqual(other), Disassembler.Format(one, 0) == Disassembler.Format(other, 0)));

    [Fact]
    public void Assemble_OfMapReferences_GivesTheSameReferences()
    {
        AssembledProgram program = new ProgramBuilder().LoadMap(Register.R1, "events").LoadMapValue(Register.R2, ".bss", 8).Build();

        string listing = Disassembler.Listing(program.Instructions.AsSpan(), new InstructionSymbols().WithMaps(program.MapReferences));
        AssembledProgram again = Assembler.Assemble(listing);

        Assert.Equal("   0: (18) r1 = map[events]\n   2: (18) r2 = map[.bss][0]+8\n", listing);
        Assert.Equal(program.Instructions, again.Instructions);
        Assert.Equal(program.MapReferences, again.MapReferences);
    }
}
