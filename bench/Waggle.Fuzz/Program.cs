using System.Globalization;
using Waggle.Fuzz;
using Waggle.Fuzz.Verifier;
using Waggle.Fuzz.Vm;

// Mutates real objects and hands them to the readers, or makes programs and hands them to the embedded engine or the verifier. See docs/fuzzing.md.
FuzzOptions options;
try
{
    if (args is ["vm", ..]) return VmFuzzing.Run(args.AsSpan(1));
    if (args is ["verifier", ..]) return VerifierFuzzing.Run(args.AsSpan(1));
    options = FuzzOptions.Parse(args);
}
catch (Exception error) when (error is FormatException or OverflowException or ArgumentException)
{
    Console.Error.WriteLine(error.Message);
    Console.Error.WriteLine(args switch { ["vm", ..] => VmFuzzOptions.Usage, ["verifier", ..] => VerifierFuzzOptions.Usage, _ => FuzzOptions.Usage });
    return 2;
}

IReadOnlyList<Seed> seeds = SeedCorpus.Collect(options.Sources);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seeds.Count} seeds of {seeds.Sum(s => s.Bytes.Length):N0} bytes, {seeds.Sum(s => s.Fields.Length):N0} known fields"));
var campaign = new Campaign(seeds, options);
campaign.Run();
return campaign.Findings == 0 ? 0 : 1;
