using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Tests.Objects;

public class BtfExtTests
{
    private static readonly ProgramSpec s_program = new()
    {
        Name = "p",
        Section = "raw_tp/x",
        Type = ProgramType.RawTracepoint,
        Instructions = [],
        Functions = [new(0, 3), new(9, 5)],
        Lines = [new(0, "A.cs", "x++;", 12, 9), new(4, "A.cs", "", 1 << 22, 1 << 10)],
    };

    [Fact]
    public void EncodeFunctions_TwoFunctions_AreSlotAndType()
    {
        Assert.Equal([0, 0, 0, 0, 3, 0, 0, 0, 9, 0, 0, 0, 5, 0, 0, 0], BtfExt.EncodeFunctions(s_program));
    }

    [Fact]
    public void EncodeLines_TextsOfTheBtf_AreOffsetsAndTheirPlaceIsPacked()
    {
        var builder = new BtfBuilder();
        builder.AddString("x++;"); // offset 1
        builder.AddString("A.cs"); // offset 6

        byte[] lines = BtfExt.EncodeLines(s_program, builder.Build());

        Assert.Equal(
            [
                0, 0, 0, 0, 6, 0, 0, 0, 1, 0, 0, 0, 9, 48, 0, 0, // 12 << 10 | 9 = 0x3009
                4, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // "" is at 0; line and column are more than the format holds: unknown
            ],
            [.. lines[..28], .. lines[28..32]]);
    }

    [Fact]
    public void EncodeLines_TextThatTheBtfLacks_SaysHowToAddIt()
    {
        var error = Assert.Throws<ArgumentException>(() => BtfExt.EncodeLines(s_program, new BtfBuilder().Build()));

        Assert.Contains("no string 'A.cs'", error.Message, StringComparison.Ordinal);
        Assert.Contains("BtfBuilder.AddString", error.Message, StringComparison.Ordinal);
    }

    /// <summary>bpftool's linker reads and writes the section too: what it lists is what we read.</summary>
    [Fact]
    public void Read_CompiledObject_HasTheKernelFormThatItsLinesSay()
    {
        BpfObject read = ObjectReader.Read(CompiledObjects.Read("programs"));

        foreach (ProgramSpec program in read.Programs)
        {
            byte[] lines = BtfExt.EncodeLines(program, read.Btf!);
            Assert.Equal(program.Lines.Length * BtfExt.LineSizeInBytes, lines.Length);
            for (int i = 0; i < program.Lines.Length; i++)
            {
                int[] record = [.. Enumerable.Range(0, 4).Select(word => BitConverter.ToInt32(lines, i * 16 + word * 4))];
                Assert.Equal(
                    program.Lines[i],
                    new LineInfo(record[0], read.Btf!.GetString(record[1]), read.Btf.GetString(record[2]), record[3] >> 10, record[3] & 0x3ff));
            }
        }
    }
}
