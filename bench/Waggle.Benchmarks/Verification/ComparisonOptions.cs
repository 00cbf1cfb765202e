using System.Globalization;

namespace Waggle.Benchmarks.Verification;

/// <summary>What one comparison of verifiers does.</summary>
/// <param name="Folders">Folders with compiled objects; empty for the corpus and the kernel's own test programs, which are compiled first.</param>
/// <param name="Filter">Part of "file/program" of the programs; null for all.</param>
/// <param name="Rounds">How often each verifier verifies each program.</param>
/// <param name="Interleaves">Whether the kernel verifies each program right after us, and not all of them when we have.</param>
/// <param name="TableFile">Where a line goes for each program; null for none.</param>
internal sealed record ComparisonOptions(List<string> Folders, string? Filter, int Rounds, bool Interleaves, string? TableFile)
{
    public static ComparisonOptions Parse(string[] arguments)
    {
        var options = new ComparisonOptions([], null, 7, false, null);
        for (int i = 0; i < arguments.Length; i++)
        {
            string option = arguments[i];
            string value = ++i < arguments.Length ? arguments[i] : throw new ArgumentException($"{option} takes a value.");
            switch (option)
            {
                case "--objects":
                    options.Folders.Add(value);
                    break;
                case "--filter":
                    options = options with { Filter = value };
                    break;
                case "--rounds":
                    options = options with { Rounds = int.Parse(value, CultureInfo.InvariantCulture) };
                    break;
                case "--interleave":
                    options = options with { Interleaves = value == "yes" };
                    break;
                case "--table":
                    options = options with { TableFile = value };
                    break;
                default:
                    throw new ArgumentException($"There is no option {option}; there are --objects, --filter, --rounds, --interleave and --table.");
            }
        }

        return options;
    }
}
