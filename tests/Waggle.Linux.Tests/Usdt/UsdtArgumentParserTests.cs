using System.Buffers.Binary;
using Waggle.Linux.Errors;
using Waggle.Linux.Usdt;

namespace Waggle.Linux.Tests.Usdt;

public class UsdtArgumentParserTests
{
    // Register offsets in struct pt_regs: x86-64 rdi 112, rax 80, rsp 152, rdx 96, rcx 88, rbp 32; arm64 xN at 8 times N, sp at 248.
    [Theory]
    [InlineData("8@%rdi", UsdtArgumentParser.X64, "Register 0 112 0 0 8 False")]
    [InlineData("-4@%edi", UsdtArgumentParser.X64, "Register 0 112 0 0 4 True")]
    [InlineData("2@%ax", UsdtArgumentParser.X64, "Register 0 80 0 0 2 False")]
    [InlineData("-1@%r10b", UsdtArgumentParser.X64, "Register 0 56 0 0 1 True")]
    [InlineData("4@$5", UsdtArgumentParser.X64, "Constant 5 0 0 0 4 False")]
    [InlineData("-8@$-0x10", UsdtArgumentParser.X64, "Constant -16 0 0 0 8 True")]
    [InlineData("-4@-20(%rbp)", UsdtArgumentParser.X64, "Memory -20 32 0 0 4 True")]
    [InlineData("8@(%rsp)", UsdtArgumentParser.X64, "Memory 0 152 0 0 8 False")]
    [InlineData("8@(%rdx,%rcx,8)", UsdtArgumentParser.X64, "IndexedMemory 0 96 88 3 8 False")]
    [InlineData("-2@-16(%rax,%rdi)", UsdtArgumentParser.X64, "IndexedMemory -16 80 112 0 2 True")]
    [InlineData("8@x5", UsdtArgumentParser.Arm64, "Register 0 40 0 0 8 False")]
    [InlineData("-4@w30", UsdtArgumentParser.Arm64, "Register 0 240 0 0 4 True")]
    [InlineData("8@[sp, 16]", UsdtArgumentParser.Arm64, "Memory 16 248 0 0 8 False")]
    [InlineData("-4@[x29]", UsdtArgumentParser.Arm64, "Memory 0 232 0 0 4 True")]
    [InlineData("-4@-7", UsdtArgumentParser.Arm64, "Constant -7 0 0 0 4 True")]
    public void Parse_OneArgument_SaysWhereItIs(string text, ushort machine, string expected)
    {
        UsdtArgument argument = Assert.Single(UsdtArgumentParser.Parse(text, machine, "p:n"));

        Assert.Equal(expected, $"{argument.Kind} {argument.Value} {argument.RegisterOffset} {argument.IndexOffset} {argument.ScaleShift} {argument.SizeInBytes} {argument.IsSigned}");
    }

    [Fact]
    public void Parse_SeveralArguments_SplitsThemAlsoWhereOneHasASpace()
    {
        Assert.Equal(3, UsdtArgumentParser.Parse("8@[sp, 16] -4@w1  4@5", UsdtArgumentParser.Arm64, "p:n").Length);
        Assert.Empty(UsdtArgumentParser.Parse(" ", UsdtArgumentParser.X64, "p:n"));
    }

    [Theory]
    [InlineData("8f@%xmm0")]
    [InlineData("8@%zzz")]
    [InlineData("3@%rax")]
    [InlineData("8@(%rax,%rbx,3)")]
    [InlineData("8@variable(%rip)")]
    [InlineData("8@$99999999999999999999")]
    [InlineData("rubbish")]
    public void Parse_FormThatIsNotKnown_QuotesIt(string text)
    {
        var error = Assert.Throws<BpfAttachException>(() => UsdtArgumentParser.Parse(text, UsdtArgumentParser.X64, "p:n"));

        Assert.Contains($"'{text}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_MoreArgumentsThanProgramsRead_SaysHowMany()
    {
        string text = string.Join(' ', Enumerable.Repeat("8@%rax", 13));

        Assert.Contains("13", Assert.Throws<BpfAttachException>(() => UsdtArgumentParser.Parse(text, UsdtArgumentParser.X64, "p:n")).Message, StringComparison.Ordinal);
        Assert.Throws<BpfAttachException>(() => UsdtArgumentParser.Parse("8@%rax", 8, "p:n")); // MIPS
    }

    [Fact]
    public void WriteTo_IndexedArgument_HasTheLayoutOfLibbpf()
    {
        byte[] spec = new byte[UsdtArgument.SpecSize];

        UsdtArgumentParser.Parse("-4@-16(%rax,%rdi,8)", UsdtArgumentParser.X64, "p:n")[0].WriteTo(spec);

        Assert.Equal(-16, BinaryPrimitives.ReadInt64LittleEndian(spec));
        Assert.Equal(3U | 112U << 8 | 3U << 20, BinaryPrimitives.ReadUInt32LittleEndian(spec.AsSpan(8))); // kind, index register, scale
        Assert.Equal((80, 1, 32), (BinaryPrimitives.ReadInt16LittleEndian(spec.AsSpan(12)), spec[14], spec[15]));
    }
}
