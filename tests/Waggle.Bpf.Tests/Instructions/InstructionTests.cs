using Waggle.Bpf.Instructions;

namespace Waggle.Bpf.Tests.Instructions;

public class InstructionTests
{
    [Fact]
    public void Write_MoveOfAnImmediate_MatchesTheBytesOfTheRfc()
    {
        byte[] bytes = new byte[Instruction.SizeInBytes];

        Instruction.Move(Register.R3, 7).Write(bytes);

        Assert.Equal([0xb7, 0x03, 0, 0, 7, 0, 0, 0], bytes); // RFC 9669: ALU64 | MOV | K, dst 3, imm 7
    }
}
