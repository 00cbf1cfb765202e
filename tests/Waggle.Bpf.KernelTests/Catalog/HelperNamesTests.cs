using System.Text.RegularExpressions;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;

namespace Waggle.Bpf.KernelTests.Catalog;

public partial class HelperNamesTests
{
    [Fact]
    public void All_ListsWhatTheKernelCallsThem()
    {
        KernelVerifier.SkipUnlessUsable();
        Instruction[] program = [.. HelperNames.All.Select(helper => Instruction.CallHelper(helper.Number)), Instruction.Exit];

        KernelLoad load = KernelVerifier.Load(program);

        string[] names = [.. CallInListing.Matches(load.Log).Select(match => match.Groups["call"].Value)];
        if (names.Length == 0)
            Assert.Skip("this kernel's log does not list the program (Linux 6.16 does)");
        Assert.Equal(HelperNames.All.Select(helper => $"{helper.Name}#{helper.Number}"), names);
    }

    [GeneratedRegex(@"^\s*\d+: [0-9.]{10} \(85\) call (?<call>\S+)$", RegexOptions.Multiline)]
    private static partial Regex CallInListing { get; }
}
