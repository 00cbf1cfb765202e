using System.Collections.Immutable;
using Waggle.Bpf.Instructions;
using Waggle.Verifier;

namespace Waggle.Vm.Tests;

public class ProofTests
{
    [Fact]
    public void IsFor_ProgramThatDiffersInOneField_IsFalse()
    {
        ImmutableArray<Instruction> proved = [Instruction.Move(Register.R0, 1), Instruction.Exit];
        ImmutableArray<Instruction> other = [Instruction.Move(Register.R0, 2), Instruction.Exit];

        Proof proof = new(proved);

        Assert.True(proof.IsFor([.. proved]));
        Assert.False(proof.IsFor(other));
        Assert.False(proof.IsFor(proved[..1]));
    }
}
