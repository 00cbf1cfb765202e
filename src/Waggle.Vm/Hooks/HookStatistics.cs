namespace Waggle.Vm.Hooks;

/// <summary>What a program at a hook has done so far.</summary>
/// <param name="Runs">Times that it was started.</param>
/// <param name="Faults">Times that it broke a rule, and was ended.</param>
/// <param name="TimedRuns">Runs whose time was measured.</param>
/// <param name="Time">What those took together.</param>
/// <remarks>Exact once the runs of the time have ended; while they go on each number is one that it had, or has.</remarks>
public readonly record struct HookStatistics(long Runs, long Faults, long TimedRuns, TimeSpan Time)
{
    /// <summary>Nanoseconds that a measured run took on average; 0 if none was measured.</summary>
    public double AverageNanoseconds => TimedRuns == 0 ? 0 : Time.TotalNanoseconds / TimedRuns;
}
