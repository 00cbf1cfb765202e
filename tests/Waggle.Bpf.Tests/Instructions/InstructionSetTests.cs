using System.Globalization;
using CsCheck;
using Waggle.Bpf.Instructions;

namespace Waggle.Bpf.Tests.Instructions;

public class InstructionSetTests
{
    /// <summary>Opcodes by conformance group as the table in appendix A of RFC 9669 has them; 0xd4, 0xd7 and 0xdc are in two groups by
    /// their width, 0x87 in base64 as section 4.1 has it.</summary>
    public static TheoryData<ConformanceGroup, string> OpcodesOfTheRfc => new()
    {
        {
            ConformanceGroup.Base32,
            """
            04 0c 14 1c 44 4c 54 5c 64 6c 74 7c 84 a4 ac b4 bc c4 cc d4 d7 dc
            16 1e 26 2e 36 3e 46 4e 56 5e 66 6e 76 7e a6 ae b6 be c6 ce d6 de
            05 06 85 95 61 62 63 69 6a 6b 71 72 73 81 89 91
            """
        },
        {
            ConformanceGroup.Base64,
            """
            07 0f 17 1f 47 4f 57 5f 67 6f 77 7f 87 a7 af b7 bf c7 cf d4 d7 dc
            15 1d 25 2d 35 3d 45 4d 55 5d 65 6d 75 7d a5 ad b5 bd c5 cd d5 dd
            18 79 7a 7b
            """
        },
        { ConformanceGroup.DivMul32, "24 2c 34 3c 94 9c" },
        { ConformanceGroup.DivMul64, "27 2f 37 3f 97 9f" },
        { ConformanceGroup.Atomic32, "c3" },
        { ConformanceGroup.Atomic64, "db" },
        { ConformanceGroup.Packet, "20 28 30 40 48 50" },
        // Not the RFC's: address space cast, load-acquire and store-release of four sizes, may_goto.
        { ConformanceGroup.Linux, "bf c3 cb d3 db e5" },
    };

    [Theory, MemberData(nameof(OpcodesOfTheRfc))]
    public void Forms_OfAGroup_HaveTheOpcodesOfTheRfc(ConformanceGroup group, string opcodes)
    {
        IEnumerable<byte> expected = opcodes.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(text => byte.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

        IEnumerable<byte> actual = InstructionSet.Forms.Where(form => form.Group == group).Select(form => form.Opcode.Value).Distinct();

        Assert.Equal(expected.Order(), actual.Order());
    }

    [Fact]
    public void Forms_ThatShareAnOpcode_ShareNoInstruction()
    {
        foreach (InstructionForm form in InstructionSet.Forms)
        {
            InstructionGenerator.OfForm(form).Sample(instruction => Assert.Same(form, InstructionSet.Find(instruction[0])), iter: 20);
        }
    }

    [Fact]
    public void Forms_Names_AreUnique() =>
        Assert.Equal(InstructionSet.Forms.Length, InstructionSet.Forms.Select(form => form.Name).Distinct().Count());

    [Theory]
    [InlineData(0xd4, 16, ConformanceGroup.Base32)]
    [InlineData(0xd4, 64, ConformanceGroup.Base64)]
    [InlineData(0xd7, 32, ConformanceGroup.Base32)]
    [InlineData(0xdc, 64, ConformanceGroup.Base64)]
    public void Find_ByteSwap_TellsTheGroupByItsWidth(byte opcode, int width, ConformanceGroup group) =>
        Assert.Equal(group, InstructionSet.Find(new(new Opcode(opcode), Register.R1, 0, 0, width))?.Group);
}
