using Waggle.Linux.Errors;
using Waggle.Linux.Machine;

namespace Waggle.Linux.Tests.Errors;

public class PermissionCauseTests
{
    private const ulong All = 0x1ff_ffff_ffff;

    [Fact]
    public void Explain_MissingCapability_NamesItAndThePolicy()
    {
        string text = PermissionCause.Explain(new Privileges(0, false), () => "none", "2", Capability.Bpf);

        Assert.Contains("CAP_BPF", text, StringComparison.Ordinal);
        Assert.Contains("unprivileged_bpf_disabled = 2", text, StringComparison.Ordinal);
        Assert.Contains("sudo", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_CapabilitiesInAContainer_NamesTheUserNamespace() =>
        Assert.Contains("user namespace", PermissionCause.Explain(new Privileges(All, true), () => "none", "0", Capability.Bpf), StringComparison.Ordinal);

    [Theory]
    [InlineData("confidentiality", "locked down (confidentiality)")]
    [InlineData("none", "No capability is missing: a security module")]
    [InlineData(null, "No capability is missing: a security module")]
    public void Explain_NothingMissing_TellsOfThePolicy(string? lockdown, string expected) =>
        Assert.Contains(expected, PermissionCause.Explain(new Privileges(All, false), () => lockdown, "0", Capability.Bpf), StringComparison.Ordinal);
}
