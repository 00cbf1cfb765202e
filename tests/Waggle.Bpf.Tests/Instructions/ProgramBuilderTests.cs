using Waggle.Bpf.Instructions;
using static Waggle.Bpf.Instructions.Register;

namespace Waggle.Bpf.Tests.Instructions;

public class ProgramBuilderTests
{
    [Fact]
    public void Build_ALoop_ResolvesBothDirections()
    {
        AssembledProgram program = new ProgramBuilder()
            .Move(R0, 0)
            .Label("loop")
            .Alu(AluOperation.Add, R0, 1)
            .LoadImmediate(R1, ulong.MaxValue)
            .JumpIf(R0, JumpOperation.GreaterUnsigned, R1, "done")
            .JumpIf32(R0, JumpOperation.LessSigned, 10, "loop")
            .Label("done")
            .Exit()
            .Build();

        Assert.Equal(
            """
               0: (b7) r0 = 0
               1: (07) r0 += 1
               2: (18) r1 = 0xffffffffffffffff
               4: (2d) if r0 > r1 goto pc+1
               5: (c6) if w0 s< 0xa goto pc-5
               6: (95) exit

            """,
            Disassembler.Listing(program.Instructions.AsSpan()));
        Assert.Equal(1, program.Labels["loop"]);
        Assert.Equal(6, program.Labels["done"]);
    }

    [Fact]
    public void Build_EveryKindOfReference_IsResolvedOrRecorded()
    {
        AssembledProgram program = new ProgramBuilder()
            .LoadMap(R1, "counts")
            .LoadFunction(R2, "each")
            .LoadMapValue(R3, ".bss", 16)
            .CallFunction("each")
            .CallKernelFunction(1234, module: 2)
            .MayGoto("each")
            .GotoLong("each")
            .Goto("each")
            .Call(7)
            .Label("each")
            .Exit()
            .Build();

        Assert.Equal(
            """
            r1 = map[id:0]
            r2 = subprog[+9]
            r3 = map[id:0][0]+16
            call pc+5
            call kernel-function#1234 kfunc:2
            may_goto pc+3
            gotol pc+2
            goto pc+1
            call unknown#7
            exit
            """.Split('\n'),
            Disassembler.Disassemble(program.Instructions.AsSpan()).Select(line => line.Text));
        Assert.Equal([new MapReference(0, "counts"), new MapReference(4, ".bss", 16)], program.MapReferences);
    }

    [Fact]
    public void Build_LabelsMissing_NamesEveryOne()
    {
        ProgramBuilder builder = new ProgramBuilder().Goto("nowhere").Exit().CallFunction("no one");

        var error = Assert.Throws<ProgramBuilderException>(builder.Build);

        Assert.Equal(["Slot 0: there is no label 'nowhere'.", "Slot 2: there is no label 'no one'."], error.Problems);
    }

    [Theory]
    [InlineData(short.MaxValue, true)]
    [InlineData(short.MaxValue + 1, false)]
    public void Build_FarTarget_ReachesToTheLastSlotOnly(int distance, bool isReached)
    {
        ProgramBuilder builder = new ProgramBuilder().Goto("far").Add(Enumerable.Repeat(Instruction.Move(R0, 0), distance).ToArray()).Label("far").Exit();

        if (isReached)
        {
            Assert.Equal(distance, builder.Build().Instructions[0].Offset);
            return;
        }

        var error = Assert.Throws<ProgramBuilderException>(builder.Build);
        Assert.Contains("gotol", Assert.Single(error.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_FarTargetOfGotoLong_IsReached()
    {
        const int Distance = 100_000;

        AssembledProgram program = new ProgramBuilder()
            .GotoLong("far").Add(Enumerable.Repeat(Instruction.Move(R0, 0), Distance).ToArray()).Label("far").Exit().Build();

        Assert.Equal(Distance, program.Instructions[0].Immediate);
    }

    [Fact]
    public void Label_Twice_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new ProgramBuilder().Label("here").Exit().Label("here"));

    [Fact]
    public void Build_UndefinedInstruction_IsRefused()
    {
        ProgramBuilder builder = new ProgramBuilder().Alu(AluOperation.ByteSwap, R1, 12).Exit();

        var error = Assert.Throws<InvalidInstructionException>(builder.Build);

        Assert.Equal((0, InstructionField.Immediate), (error.Problem.Slot, error.Problem.Field));
    }
}
