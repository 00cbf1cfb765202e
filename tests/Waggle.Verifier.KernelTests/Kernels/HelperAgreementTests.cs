using Waggle.Bpf.Catalog;
using Waggle.Linux.Features;
using Waggle.Linux.KernelTests;
using Waggle.Verifier.Kernels;

namespace Waggle.Verifier.KernelTests.Kernels;

/// <summary>Which type of program has which helper in the running kernel's version, against what the kernel says to a call of each.</summary>
public class HelperAgreementTests
{
    private const int PullData = 39; // bpf_skb_pull_data

    private static readonly KernelProfile s_kernel = KernelProfile.Of(KernelVersion.Parse(Environment.OSVersion.Version.ToString()));

    public static TheoryData<ProgramType> Types =>
        [.. Enum.GetValues<ProgramType>().Where(t => t is not (ProgramType.Unspecified or ProgramType.StructOps or ProgramType.Extension))];

    [Theory, MemberData(nameof(Types))]
    public void WhyNotHelper_OfEachHelper_IsNullWhereTheKernelHasIt(ProgramType type)
    {
        if (s_kernel.WhyNot(type) is not null)
        {
            Assert.True(IsRefused(type));
            return;
        }
        using VerifierTrial trial = VerifierTrial.Of(type);

        List<string> differences = [];
        foreach ((HelperName helper, Feature answer) in HelperNames.All.Zip(KernelFeatures.Helpers(type)))
        {
            bool isThere = answer.Availability == Availability.Yes;
            string? why = s_kernel.WhyNotHelper(helper.Number, type);
            bool dependsOnMore = HelperContracts.Find(helper.Number, type) is { Conditions: not HelperConditions.None }
                || (helper.Number, type) == (PullData, ProgramType.LwtSeg6Local); // later fixes took it away, in some releases of each version
            if (isThere && why is not null) differences.Add($"+ {helper.Number} {type}: {why}");
            if (!isThere && why is null && !dependsOnMore) differences.Add($"- {helper.Number} {type} {helper.Name}: {answer.Evidence}");
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    private static bool IsRefused(ProgramType type)
    {
        try
        {
            VerifierTrial.Of(type).Dispose();
            return false;
        }
        catch (Xunit.Sdk.SkipException) // what a trial says where nothing can be loaded
        {
            return true;
        }
    }
}
