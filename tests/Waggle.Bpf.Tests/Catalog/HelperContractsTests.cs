using Waggle.Bpf.Catalog;

namespace Waggle.Bpf.Tests.Catalog;

public class HelperContractsTests
{
    [Fact]
    public void All_EveryHelperWithAName_HasAContractAndNoTypeHasTwo()
    {
        Assert.Equal(HelperNames.All.Select(h => h.Number), HelperContracts.All.Select(c => c.Number).Distinct());
        foreach (IGrouping<int, HelperContract> contracts in HelperContracts.All.GroupBy(c => c.Number))
        {
            Assert.All(contracts, c => Assert.NotEqual(0, c.Types.Count));
            Assert.Equal(contracts.Sum(c => c.Types.Count), contracts.Aggregate(default(ProgramTypeSet), (all, c) => all | c.Types).Count);
        }
    }

    [Fact]
    public void Arguments_OfMemory_HaveASizeOfTheirOwnOrOneBehindThem()
    {
        foreach (HelperContract contract in HelperContracts.All)
        {
            Assert.InRange(contract.Arguments.Length, 0, 5);
            for (int i = 0; i < contract.Arguments.Length; i++)
            {
                HelperArgument argument = contract.Arguments[i];
                bool isSizeNext = i + 1 < contract.Arguments.Length && contract.Arguments[i + 1].Kind == ArgumentKind.Size;
                Assert.Equal(argument.Kind == ArgumentKind.Memory && argument.SizeInBytes == 0, isSizeNext);
                if (argument.Kind == ArgumentKind.Memory) Assert.True(argument.IsRead || argument.IsWritten);
                if (argument.Kind is ArgumentKind.MapKey or ArgumentKind.MapValue) Assert.Contains(contract.Arguments.Take(i), a => a.Kind == ArgumentKind.Map);
            }
        }
    }

    [Fact]
    public void Find_HelperWithSeveralContracts_IsThatOfTheType()
    {
        HelperContract? packet = HelperContracts.Find(46, ProgramType.SchedCls), reuseport = HelperContracts.Find(46, ProgramType.SkReuseport);

        Assert.Equal(ArgumentKind.Context, packet!.Arguments[0].Kind);
        Assert.Equal(ArgumentKind.AnySocket, reuseport!.Arguments[0].Kind);
        Assert.Null(HelperContracts.Find(46, ProgramType.Xdp));
        Assert.Null(HelperContracts.Find(212, ProgramType.Xdp));
        Assert.Empty(HelperContracts.Of(0));
    }

    [Fact]
    public void ToString_OfASet_NamesItsTypes()
    {
        ProgramTypeSet set = ProgramTypeSet.Of(ProgramType.Xdp, ProgramType.Netfilter);

        Assert.Equal("Xdp, Netfilter", set.ToString());
        Assert.False(set.Contains(ProgramType.Kprobe));
        Assert.Equal(ProgramTypeSet.Of(ProgramType.Xdp), set.Except(ProgramTypeSet.Of(ProgramType.Netfilter)));
    }
}
