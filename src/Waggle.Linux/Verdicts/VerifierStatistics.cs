using System.Globalization;
using System.Text.RegularExpressions;

namespace Waggle.Linux.Verdicts;

/// <summary>How much work the verifier had, from the last lines of its log.</summary>
/// <param name="Instructions">Instructions that it walked over, on all paths.</param>
/// <param name="States">States that it kept to compare others with.</param>
/// <param name="PeakStates">Most states kept at a time.</param>
/// <param name="Time">Time it took; null if the log was not asked for statistics (<c>BPF_LOG_STATS</c>, Linux 5.2).</param>
public sealed partial record VerifierStatistics(long Instructions, long States, long PeakStates, TimeSpan? Time)
{
    /// <summary>Reads them from a log; null if it has none, as of a program that was refused before it was walked.</summary>
    public static VerifierStatistics? TryRead(string log)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (Processed().Matches(log).LastOrDefault() is not { } match) return null;
        Match time = Microseconds().Matches(log).LastOrDefault() ?? Match.Empty;
        return new VerifierStatistics(Number(match, 1), Number(match, 2), Number(match, 3),
            time.Success ? TimeSpan.FromMicroseconds(Number(time, 1)) : null);
    }

    private static long Number(Match match, int group) =>
        long.TryParse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;

    // print_verification_stats in kernel/bpf/verifier.c
    [GeneratedRegex(@"^processed (\d+) insns .*?total_states (\d+) peak_states (\d+)", RegexOptions.Multiline)]
    private static partial Regex Processed();

    [GeneratedRegex(@"^verification time (\d+) usec", RegexOptions.Multiline)]
    private static partial Regex Microseconds();
}
