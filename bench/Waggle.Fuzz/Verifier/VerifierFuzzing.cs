namespace Waggle.Fuzz.Verifier;

/// <summary>The command <c>verifier</c>: random programs through the verifier, and what it accepts through the interpreter.</summary>
internal static class VerifierFuzzing
{
    public static int Run(ReadOnlySpan<string> arguments)
    {
        VerifierCampaign campaign = new(VerifierFuzzOptions.Parse(arguments));
        campaign.Run();
        return campaign.Findings == 0 ? 0 : 1;
    }
}
