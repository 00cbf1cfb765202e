using System.Collections.Immutable;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Linux.Maps;
using Waggle.Linux.Programs;

namespace Waggle.Linux.Tests;

public class ProgramImageTests
{
    private static readonly Dictionary<string, KernelMap> s_noMaps = [];

    [Fact]
    public void Link_NoReferences_IsTheInstructionsAsBytes()
    {
        byte[] image = ProgramImage.Link(Program([Instruction.Move(Register.R0, 1), Instruction.Exit]), s_noMaps);

        // b7 00 imm 1: r0 = 1; 95: exit
        Assert.Equal([0xb7, 0, 0, 0, 1, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0], image);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void Link_ReferenceNotAtAWideLoad_SaysWhere(int index)
    {
        ProgramSpec program = Program([Instruction.Move(Register.R0, 1), Instruction.Exit]) with { MapReferences = [new MapReference(index, "m")] };

        var error = Assert.Throws<BpfException>(() => ProgramImage.Link(program, s_noMaps));

        Assert.Contains($"instruction {index}", error.Message, StringComparison.Ordinal);
    }

    private static ProgramSpec Program(ImmutableArray<Instruction> instructions) =>
        new() { Name = "p", Section = "xdp", Type = ProgramType.Xdp, Instructions = instructions };
}
