using System.Collections.Immutable;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;

namespace Waggle.Fuzz.Vm;

/// <summary>The command <c>vm</c>: random programs through the embedded engine.</summary>
internal static class VmFuzzing
{
    public static int Run(ReadOnlySpan<string> arguments)
    {
        VmFuzzOptions options = VmFuzzOptions.Parse(arguments);
        using VmCampaign campaign = new(options, ReadRealPrograms());
        campaign.Run();
        return campaign.Findings == 0 ? 0 : 1;
    }

    private static ImmutableArray<ImmutableArray<Instruction>> ReadRealPrograms()
    {
        List<ImmutableArray<Instruction>> programs = [];
        foreach (Seed seed in SeedCorpus.Collect([]))
        {
            if (seed.Form != SeedForm.Object) continue;
            try
            {
                programs.AddRange(ObjectReader.Read(seed.Bytes).Programs.Select(program => program.Instructions));
            }
            catch (ObjectFormatException)
            {
                continue; // uses what is not supported: no program to be had
            }
        }

        return [.. programs];
    }
}
