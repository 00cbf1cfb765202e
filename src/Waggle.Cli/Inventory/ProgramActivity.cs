using System.Diagnostics;
using Waggle.Linux.Inspection;

namespace Waggle.Cli.Inventory;

/// <summary>Reads what the kernel counted of all programs, and tells what is new since the last time.</summary>
internal sealed class ProgramActivity
{
    private Dictionary<uint, (ulong Runs, ulong Time)> _totals = [];
    private long _last;

    public ProgramActivity() => Read();

    /// <summary>Time between the last two readings.</summary>
    public TimeSpan Interval { get; private set; }

    /// <summary>The programs, those that took the most time first.</summary>
    public IReadOnlyList<ActiveProgram> Read()
    {
        long now = Stopwatch.GetTimestamp();
        Interval = _last == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_last, now);
        List<ActiveProgram> programs = [];
        Dictionary<uint, (ulong Runs, ulong Time)> seen = [];
        foreach (KernelProgramInfo program in KernelInventory.Programs())
        {
            // A number is not given to another program for a long time, so that it names one.
            (ulong runs, ulong time) = _totals.GetValueOrDefault(program.Id);
            seen[program.Id] = (program.RunCount, program.RunTimeInNanoseconds);
            (runs, time) = (program.RunCount - Math.Min(runs, program.RunCount), program.RunTimeInNanoseconds - Math.Min(time, program.RunTimeInNanoseconds));
            programs.Add(new ActiveProgram(program, runs, time, Interval > TimeSpan.Zero ? time / Interval.TotalNanoseconds : 0));
        }

        (_totals, _last) = (seen, now);
        return [.. programs.OrderByDescending(p => p.RunTimeInNanoseconds).ThenBy(p => p.Program.Id)];
    }
}
