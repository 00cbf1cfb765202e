using Waggle.Linux.Machine;

namespace Waggle.Linux.Tests.Machine;

public class MachineTests
{
    [Theory]
    [InlineData("0", 1)]
    [InlineData("0-1\n", 2)]
    [InlineData("0-3,8-11", 12)]
    [InlineData("0,2,4", 5)]
    public void PossibleCpus_List_CountsToTheHighest(string list, int expected) => Assert.Equal(expected, PossibleCpus.Parse(list));

    [Theory]
    [InlineData("")]
    [InlineData("0-x")]
    [InlineData("0-99999999999")]
    public void PossibleCpus_OtherText_IsRefused(string list) => Assert.Throws<InvalidDataException>(() => PossibleCpus.Parse(list));

    [Theory]
    [InlineData("6.18.44-fc-v657", 6, 18)]
    [InlineData("5.10.0-30-amd64", 5, 10)]
    [InlineData("6.6+", 6, 6)]
    [InlineData("unknown", 0, 0)]
    public void KernelRelease_Text_GivesTheNumber(string text, int major, int minor) =>
        Assert.Equal(new Version(major, minor), KernelRelease.Parse(text));

    [Theory]
    [InlineData("none [integrity] confidentiality\n", "integrity")]
    [InlineData("[none] integrity confidentiality", "none")]
    [InlineData("", null)]
    [InlineData("] [", null)]
    public void Lockdown_File_GivesTheModeInBrackets(string text, string? expected) => Assert.Equal(expected, Lockdown.Parse(text));

    [Fact]
    public void Privileges_AllButOne_NamesTheOne()
    {
        // Every capability except CAP_PERFMON (38) and CAP_SYS_ADMIN (21).
        var privileges = Privileges.Parse("Name:\tx\nCapEff:\t000001bfffdfffff\n", "         0          0 4294967295\n");

        Assert.Equal([Capability.PerfMon], privileges.Missing(Capability.Bpf, Capability.PerfMon));
        Assert.False(privileges.IsInUserNamespace);
        Assert.True(privileges.Has(Capability.Bpf));
    }

    [Fact]
    public void Privileges_SysAdmin_StandsForTheOthersButNotForResources()
    {
        var privileges = Privileges.Parse("CapEff:\t0000000000200000\n", null);

        Assert.Empty(privileges.Missing(Capability.Bpf, Capability.PerfMon, Capability.NetAdmin, Capability.SysAdmin));
        Assert.Equal([Capability.SysResource], privileges.Missing(Capability.SysResource));
    }

    [Fact]
    public void Privileges_MappedUsers_MeanAUserNamespace() =>
        Assert.True(Privileges.Parse("CapEff:\t000001ffffffffff\n", "         0     100000      65536\n").IsInUserNamespace);
}
