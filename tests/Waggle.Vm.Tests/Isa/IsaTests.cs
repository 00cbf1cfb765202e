using System.Collections.Immutable;

namespace Waggle.Vm.Tests.Isa;

/// <summary>The cases of tests/data/isa in each engine.</summary>
public class IsaTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Runs =>
        from engine in IsaEngines.All
        from block in IsaCase.Blocks
        where block.Any(each => CanRun(engine, each))
        select new TheoryDataRow<string, string>(engine.Name, block.Key);

    private static bool CanRun(IsaEngine engine, IsaCase each) => (engine.IsChecked || each.Fault is null) && (engine.HasPackets || !each.IsPacket);

    [Fact]
    public void All_Files_HaveCasesOfEveryGroup()
    {
        ImmutableArray<IsaCase> all = IsaCase.All;

        Assert.InRange(all.Length, 4000, int.MaxValue);
        Assert.Equal(
            ["alu32", "alu64", "atomics", "byteswap", "calls", "divmul32", "divmul64", "faults", "flow", "frame", "idioms", "jumps32", "jumps64", "memory", "moves", "packet"],
            all.Select(each => each.Block.Split(':')[0]).Distinct());
        Assert.All(all, each => Assert.False(each.Assemble().IsEmpty));
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Runs))]
    public void Run_Block_GivesWhatTheStandardSays(string engineName, string block)
    {
        IsaEngine engine = IsaEngines.Named(engineName);

        string?[] mistakes = [.. from each in IsaCase.Blocks[block]
                                 where CanRun(engine, each)
                                 select each.Judge(engine.Run(each.Assemble(), each.Memory.AsSpan(), each.IsPacket))];

        Assert.NotEmpty(mistakes);
        Assert.All(mistakes, Assert.Null);
    }
}
