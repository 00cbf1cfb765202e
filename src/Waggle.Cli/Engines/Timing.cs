namespace Waggle.Cli.Engines;

/// <summary>The rounds of one program in one engine, in nanoseconds a run.</summary>
/// <param name="Minimum">The best round: other work on the machine only ever adds.</param>
/// <param name="Median">The one in the middle.</param>
/// <param name="P99">The one that 99 in 100 are not slower than.</param>
internal readonly record struct Timing(double Minimum, double Median, double P99)
{
    /// <summary>Sums rounds up; at least one.</summary>
    public static Timing Of(IEnumerable<double> rounds)
    {
        double[] sorted = [.. rounds.Order()];
        return new(sorted[0], sorted[sorted.Length / 2], sorted[(int)Math.Ceiling(sorted.Length * 0.99) - 1]);
    }
}
