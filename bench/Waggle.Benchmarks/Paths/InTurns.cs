namespace Waggle.Benchmarks.Paths;

/// <summary>Times two sides in many short rounds, in turns, so that a change of the machine's speed meets both.</summary>
/// <remarks>The fastest rounds are compared: other work on the machine only ever adds.</remarks>
internal static class InTurns
{
    /// <summary>Prints a line with both times and their ratio.</summary>
    /// <param name="name">What is measured.</param>
    /// <param name="unit">What one unit of the result is called.</param>
    /// <param name="rounds">How often each side runs.</param>
    /// <param name="ours">One round of ours; returns the time in <paramref name="unit"/>.</param>
    /// <param name="theirs">One round of the peer's.</param>
    internal static void Compare(string name, string unit, int rounds, Func<double> ours, Func<double> theirs)
    {
        for (int i = 0; i < Math.Max(3, rounds / 10); i++) // caches, branch predictors, .NET's tiers
            (_, _) = (ours(), theirs());
        Thread.Sleep(200); // the better code arrives a little later
        List<double> our = [], their = [];
        for (int round = 0; round < rounds; round++)
        {
            // The order alternates: whoever came second would else profit from what the first warmed.
            if (round % 2 == 0) our.Add(ours());
            their.Add(theirs());
            if (round % 2 != 0) our.Add(ours());
        }

        Console.WriteLine(
            $"{name,-28} {our.Min(),9:F1} {unit}   libbpf {their.Min(),9:F1} {unit}   ratio {our.Min() / their.Min():F3}"
            + $"   (medians {Median(our):F1}, {Median(their):F1}, ratio {Median(our) / Median(their):F3})");
    }

    internal static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
