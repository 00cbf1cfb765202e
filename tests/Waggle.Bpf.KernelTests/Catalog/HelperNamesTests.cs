using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;

namespace Waggle.Bpf.KernelTests.Catalog;

public class HelperNamesTests
{
    [Fact]
    public void All_ListsWhatTheKernelCallsThem()
    {
        KernelVerifier.SkipUnlessUsable();

        string[] called = [.. HelperNames.All.Select(helper => KernelVerifier.Load([Instruction.CallHelper(helper.Number), Instruction.Exit]).ReadInstructions()[0])];

        int known = called.TakeWhile(call => !call.Contains("unknown", StringComparison.Ordinal)).Count();
        Assert.Equal(HelperNames.All.Select((helper, i) => $"(85) call {(i < known ? helper.Name : "unknown")}#{helper.Number}"), called);
        if (KernelVerifier.Kernel >= KernelVerifier.HasAllHelpers) Assert.Equal(called.Length, known);
        else Assert.True(known >= 170); // of Linux 5.15
    }
}
