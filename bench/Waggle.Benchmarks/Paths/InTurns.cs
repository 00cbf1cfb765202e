using System.Runtime;

namespace Waggle.Benchmarks.Paths;

/// <summary>Times two sides in many short rounds, in turns, so that a change of the machine's speed meets both.</summary>
/// <remarks>The fastest rounds are compared: other work on the machine only ever adds.</remarks>
internal static class InTurns
{
    private const int MaximumWarmUps = 40;

    /// <summary>Prints a line with both times and their ratio, and what the very first round took.</summary>
    /// <param name="name">What is measured.</param>
    /// <param name="unit">What one unit of the result is called.</param>
    /// <param name="rounds">How often each side runs.</param>
    /// <param name="ours">One round of ours; returns the time in <paramref name="unit"/>.</param>
    /// <param name="theirs">One round of the peer's.</param>
    internal static void Compare(string name, string unit, int rounds, Func<double> ours, Func<double> theirs)
    {
        (double ourFirst, double theirFirst) = (ours(), theirs());
        WarmUp(rounds, ours, theirs);
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
            + $"   (medians {Median(our):F1}, {Median(their):F1}, ratio {Median(our) / Median(their):F3}; first {ourFirst:F0}, {theirFirst:F0})");
    }

    internal static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    // .NET compiles a method a second and a third time once it has run often, in the background and some 100 ms later: both sides
    // run until it has nothing left to compile, so that the steady state is measured.
    private static void WarmUp(int rounds, Func<double> ours, Func<double> theirs)
    {
        for (int i = 0, quiet = 0; i < MaximumWarmUps && quiet < 3; i++)
        {
            long compiled = JitInfo.GetCompiledMethodCount();
            for (int round = 0; round < Math.Max(5, rounds / 5); round++) (_, _) = (ours(), theirs());
            Thread.Sleep(250);
            quiet = JitInfo.GetCompiledMethodCount() == compiled ? quiet + 1 : 0;
        }
    }
}
