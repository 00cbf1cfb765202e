using System.Collections.Immutable;
using CsCheck;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using static Waggle.Bpf.Instructions.Register;

namespace Waggle.Bpf.Tests.Instructions;

public class AssemblerTests
{
    [Fact]
    public void Assemble_LabelsAndComments_MakesTheProgram()
    {
        AssembledProgram program = Assembler.Assemble(
            """
            ; counts to ten
            start:
                    r0 = 0              // the counter
            loop:   r0 += 1             # one more
                    if r0 < 10 goto loop
                    call bpf_ktime_get_ns
                    call bpf_get_prandom_u32#7 ; by number too
                    call 5
                    call helper
                    r2 = subprog[helper]
                    gotol end
            helper:
            end:    exit
            """,
            HelperNames.Symbols);

        Assert.Equal(
            new ProgramBuilder()
                .Move(R0, 0).Label("loop").Alu(AluOperation.Add, R0, 1).JumpIf(R0, JumpOperation.LessUnsigned, 10, "loop")
                .Call(5).Call(7).Call(5).CallFunction("end").LoadFunction(R2, "end").GotoLong("end").Label("end").Exit().Build().Instructions,
            program.Instructions);
        Assert.Equal(["end", "helper", "loop", "start"], program.Labels.Keys.Order());
    }

    [Fact]
    public void Assemble_ListingOfBpftool_MakesTheProgram()
    {
        AssembledProgram program = Assembler.Assemble(
            "int count(void * ctx):\r\n; return a - b; /* why */\r\n   0: (18) r1 = map[id:5][0]+8\r\n   2: (85) call pc+1#bpf_prog_0123_mix\r\n   3: (95) exit\r\n"
            + "int mix(void):\r\n   4: (b7) r0 = 0x10\r\n   5: (95) exit\r\n");

        Assert.Equal(
            new ProgramBuilder().Add(Instruction.LoadPseudo(R1, PseudoSource.MapValue, 5, 8)).CallFunction("mix").Exit()
                .Label("mix").Move(R0, 16).Exit().Build().Instructions,
            program.Instructions);
        Assert.Equal((0, 4), (program.Labels["count"], program.Labels["mix"]));
    }

    /// <summary>Forms that no disassembler writes, and are read all the same.</summary>
    [Theory]
    [InlineData("r1=5", "r1 = 5")]
    [InlineData("  r1   =   -5", "r1 = -5")]
    [InlineData("r1 = 5 ll", "r1 = 0x5")]
    [InlineData("r1 = -1 ll", "r1 = 0xffffffffffffffff")]
    [InlineData("w1 = 0xffffffff", "w1 = -1")]
    [InlineData("r1 += 0x7fffffff", "r1 += 2147483647")]
    [InlineData("w1 &= 0xffff0000", "w1 &= -65536")]
    [InlineData("if r1 == -1 goto +2", "if r1 == 0xffffffff goto pc+2")]
    [InlineData("goto -3", "goto pc-3")]
    [InlineData("r1 = *(u32 *)(r10 - 4)", "r1 = *(u32 *)(r10 -4)")]
    [InlineData("w1 = *(u32*)(r10)", "r1 = *(u32 *)(r10 +0)")]
    [InlineData("*(u8 *)(r1 + 0x10) = w2", "*(u8 *)(r1 +16) = r2")]
    [InlineData("r2 = atomic_fetch_add((u64 *)(r1 + 0), r2)", "r2 = atomic64_fetch_add((u64 *)(r1 +0), r2)")]
    [InlineData("r0 = *(u16 *)skb[r3]", "r0 = *(u16 *)skb[r3 + 0]")]
    [InlineData("r1 = map[fd:5]", "r1 = map[id:5]")]
    [InlineData("call unknown#-7", "call unknown#-7")]
    [InlineData("call bpf_some_function#99 kfunc", "call kernel-function#99")]
    [InlineData("(b7) r1 = 0x5", "r1 = 5")]
    [InlineData("7: (18) r1 = 0x5", "r1 = 0x5")]
    public void Assemble_OtherSpelling_IsTheSame(string text, string canonical)
    {
        string padding = text.StartsWith('7') ? string.Concat(Enumerable.Repeat("exit\n", 7)) : "";

        AssembledProgram program = Assembler.Assemble(padding + text);

        Assert.Equal(canonical, Disassembler.Format(program.Instructions.AsSpan(), padding.Length / "exit\n".Length));
    }

    [Theory]
    [InlineData("r1 = r11", 6, "expected what to assign, found 'r11'")]
    [InlineData("r11 = 1", 1, "expected an instruction, found 'r11'")]
    [InlineData("r1 + 5", 4, "expected an assignment such as =, += or s/=, found '+'")]
    [InlineData("r1 += w2", 7, "the operation is 64 bits wide: write r2")]
    [InlineData("r1 = -r2", 7, "both registers must be the same: write r1")]
    [InlineData("r1 = bswap32 r2", 14, "both registers must be the same: write r1")]
    [InlineData("r1 += 0xffffffff", 7, "the number does not fit 32 bits with sign, which is what this 64-bit operation extends: load it into a register")]
    [InlineData("r1 = 5000000000", 6, "the number does not fit 32 bits with sign: write ll behind it")]
    [InlineData("w1 = 5 ll", 6, "a 64-bit number needs a 64-bit register: write r instead of w")]
    [InlineData("r1 = *(u24 *)(r2 +0)", 8, "expected u8, u16, u32 or u64, found 'u24'")]
    [InlineData("r1 = *(u8 *)(r2 +40000)", 17, "the number must be from -32768 to 32767")]
    [InlineData("r1 = *(u8 *)(w2 +0)", 14, "the operation is 64 bits wide: write r2")]
    [InlineData("w1 = *(u64 *)(r2 +0)", 7, "this load writes 64 bits: write r instead of w")]
    [InlineData("*(s8 *)(r1 +0) = 1", 3, "only loads extend the sign: write u instead of s")]
    [InlineData("r1 = *(u8 *)skb[4]", 7, "a packet load is unsigned and goes to r0")]
    [InlineData("r2 = atomic64_xchg((u64 *)(r1 +0), r3)", 36, "an atomic operation returns in the register it is given: write r2")]
    [InlineData("r1 = atomic64_cmpxchg((u64 *)(r1 +0), r0, r3)", 39, "a compare and exchange compares with r0 and returns in r0")]
    [InlineData("r1 = le17 r1", 1, "there is no such instruction: the immediate is 17; opcode 0xd4 takes 16, 32 or 64.")]
    [InlineData("lock *(u8 *)(r1 +0) += r2", 1, "there is no such instruction: the immediate is 0; opcode 0xd3 takes 256 or 272.")]
    [InlineData("if r1 = 5 goto +1", 7, "expected a comparison such as ==, != or s<, found '='")]
    [InlineData("if r1 == 5 exit", 12, "expected 'goto', found 'exit'")]
    [InlineData("goto", 5, "expected a target such as pc+3 or a label, found the end of the line")]
    [InlineData("goto nowhere", 6, "there is no label 'nowhere'")]
    [InlineData("call bpf_no_such_helper", 6, "there is no label and no known helper 'bpf_no_such_helper'")]
    [InlineData("call bpf_ktime_get_ns#7", 6, "bpf_ktime_get_ns is helper 5, not 7")]
    [InlineData("exit now", 6, "expected the end of the line, found 'now'")]
    [InlineData("(b7) r1 = r2", 6, "the listing's opcode is (b7) and this instruction is (bf)")]
    [InlineData("3: exit", 1, "the listing's index is 3 and this is slot 1: a line is missing or was added; remove the indices to let them be counted")]
    [InlineData("a: a: exit", 4, "label 'a' is already defined")]
    [InlineData("r1 = map[id:-1]", 13, "the number does not fit 32 bits without sign")]
    [InlineData("r1 = map[what:1]", 10, "expected id, fd or idx, found 'what'")]
    [InlineData(".slot 0x100, 0, 0, 0, 0", 7, "the number must be from 0 to 255")]
    public void Assemble_Mistake_IsSaidWithItsPosition(string text, int column, string message)
    {
        bool isRight = Assembler.TryAssemble("r0 = 0\n" + text, HelperNames.Symbols, out AssembledProgram? program, out ImmutableArray<AssemblerError> errors);

        Assert.False(isRight);
        Assert.Null(program);
        Assert.Equal(new AssemblerError(2, column, message), Assert.Single(errors));
    }

    [Fact]
    public void Assemble_SeveralMistakes_NamesEveryOneOnce()
    {
        var error = Assert.Throws<AssemblerException>(() => Assembler.Assemble(
            """
               0: (b7) r0 = zero
               1: (18) r1 = 0x112233445566778899
               3: (05) goto pc+0
               4: (05) goto away
               7: (95) exit
            """));

        Assert.Equal([1, 2, 4, 5], error.Errors.Select(each => each.Line));
        Assert.Contains("1:17: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Assemble_JumpOutOfReach_SuggestsGotol()
    {
        string text = "if r1 == 0 goto far\n" + string.Concat(Enumerable.Repeat("r0 = 0\n", 40_000)) + "far: exit";

        AssemblerError error = Assert.Single(Assert.Throws<AssemblerException>(() => Assembler.Assemble(text)).Errors);

        Assert.Equal((1, 17), (error.Line, error.Column));
        Assert.Contains("gotol", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Words of the language in any order, and characters that are no part of it.</summary>
    [Fact]
    public void TryAssemble_AnyText_NeverFailsOtherwise()
    {
        Gen<string> word = Gen.OneOf<string>(
            ["r1", "w2", "r10", "=", "+=", "s>>=", "-", "+3", "0x", "5", "ll", "*(", "u64", "*)", "(", ")", "[", "]", "skb", "map", "id:", "subprog",
            "lock", "if", "goto", "pc", "call", "#", "#1", "kfunc", "exit", "a:", "a", "1:", "(b7)", ".slot", ",", "be16", "atomic64_xchg", "\n", ";", "\u00e9", "\0"]);

        word.Array[0, 20].Sample(words =>
        {
            bool isRight = Assembler.TryAssemble(string.Join(' ', words), null, out AssembledProgram? program, out ImmutableArray<AssemblerError> errors);
            Assert.Equal(isRight, errors.IsEmpty);
            Assert.Equal(isRight, program is not null);
        }, iter: 20_000);
    }
}
