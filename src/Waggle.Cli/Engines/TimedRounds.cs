using System.Diagnostics;

namespace Waggle.Cli.Engines;

/// <summary>Measures one program in several engines.</summary>
/// <remarks>Rounds alternate, so that a change of the machine's speed meets all engines; each is as long as the others' in time.</remarks>
internal static class TimedRounds
{
    private const double RoundInNanoseconds = 2e6;
    private const int SettlingRuns = 100, FewestRuns = 20, MostRuns = 20_000;

    // .NET compiles what runs often anew, after 100 ms in which nothing new was compiled.
    private static readonly TimeSpan s_settling = TimeSpan.FromMilliseconds(250);

    /// <summary>Measures.</summary>
    /// <param name="programs">The program in each engine.</param>
    /// <param name="input">What it is given.</param>
    /// <param name="rounds">How many rounds; at least one.</param>
    /// <returns>Times in the order of the engines.</returns>
    public static Timing[] Measure(IReadOnlyList<EngineProgram> programs, ProgramInput input, int rounds)
    {
        int[] runs = [.. programs.Select(p => Calibrate(p, input))];
        List<double>[] times = [.. programs.Select(_ => new List<double>(rounds))];
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < programs.Count; i++)
            {
                int turn = (i + round) % programs.Count; // whoever comes second would else profit from what the first warmed
                times[turn].Add(programs[turn].Run(input, runs[turn]).Nanoseconds);
            }
        }

        return [.. times.Select(Timing.Of)];
    }

    private static int Calibrate(EngineProgram program, ProgramInput input)
    {
        long start = Stopwatch.GetTimestamp();
        double time;
        do time = program.Run(input, SettlingRuns).Nanoseconds;
        while (Stopwatch.GetElapsedTime(start) < s_settling);
        return (int)Math.Clamp(RoundInNanoseconds / Math.Max(time, 1), FewestRuns, MostRuns);
    }
}
