using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;

namespace Waggle.Compiler.Tests;

/// <summary>What the compiler makes of small programs, beside what clang 19 makes of the same in C with -O2 -mcpu=v3.</summary>
public class InstructionTests
{
    [Fact]
    public void Compile_CountingProgram_IsShorterThanClangs()
    {
        // clang writes the zero by way of a register and so takes 13 slots.
        Assert.Equal(
            """
            *(u32 *)(r10 -4) = 0
            r1 = map[counts]
            r2 = r10
            r2 += -4
            call 1
            if r0 == 0x0 goto +3
            r1 = *(u64 *)(r0 +0)
            r1 += 1
            *(u64 *)(r0 +0) = r1
            w0 = 0
            exit
            """, Text("Count"));
    }

    [Fact]
    public void Compile_CountingProgramWithAFilter_IsShorterThanClangs() => Assert.Equal(18, Program("CountOne").Instructions.Length); // clang: 19

    [Fact]
    public void Compile_RingBufferSubmit_ChecksOnceAndCallsOnce()
    {
        ProgramSpec submit = Program("Submit");

        // Reserve, submit and the two counters; no discard, for no way to the end leads past the submit.
        Assert.Equal([131, 132, 1, 1], submit.Instructions.Where(i => i.Opcode.Value == 0x85).Select(i => i.Immediate));
        Assert.Equal(3, submit.Instructions.Count(i => i.Opcode.IsJump && i.Opcode.JumpOperation is JumpOperation.Equal or JumpOperation.NotEqual));
    }

    [Fact]
    public void Compile_FieldsBehindATypedPointer_AreRelocatedLoads()
    {
        ProgramSpec read = Program("ReadChild");

        Assert.Equal(["0:2", "0:1"], read.CoreRelocations.Select(r => r.Access)); // real_parent, tgid: third and second of TaskStruct
        Assert.All(read.CoreRelocations, r => Assert.Equal(InstructionClass.Ldx, read.Instructions[r.InstructionIndex].Opcode.Class));
    }

    private static ProgramSpec Program(string name) => Compiled.Samples.Programs.Single(p => p.Name == name);

    private static string Text(string name)
    {
        ProgramSpec program = Program(name);
        return string.Join('\n', Disassembler.Disassemble(program.Instructions.AsSpan()).Select(d =>
            program.MapReferences.Where(r => r.InstructionIndex == d.Slot).Select(r => $"r1 = map[{r.MapName}]").FirstOrDefault()
            ?? d.Text.Replace("call unknown#", "call ", StringComparison.Ordinal).Replace("goto pc+", "goto +", StringComparison.Ordinal)));
    }
}
