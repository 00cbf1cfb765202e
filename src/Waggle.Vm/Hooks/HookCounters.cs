using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Waggle.Vm.Hooks;

/// <summary>Counts of one program at one hook, a set for each virtual CPU: whoever holds the CPU adds, without any atomic operation.</summary>
internal sealed class HookCounters(int cpuCount)
{
    private readonly PerCpu[] _counts = new PerCpu[cpuCount + 1]; // what lies before the first set is another object's

    /// <summary>The set of a CPU that the caller holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref PerCpu On(int cpu) => ref _counts[cpu + 1];

    public HookStatistics Sum()
    {
        (long runs, long faults, long timed, long ticks) = (0, 0, 0, 0);
        for (int i = 1; i < _counts.Length; i++)
        {
            runs += Volatile.Read(ref _counts[i].Runs);
            faults += Volatile.Read(ref _counts[i].Faults);
            timed += Volatile.Read(ref _counts[i].TimedRuns);
            ticks += Volatile.Read(ref _counts[i].Ticks);
        }

        return new(runs, faults, timed, TimeSpan.FromSeconds((double)ticks / Stopwatch.Frequency));
    }

    /// <summary>On cache lines of their own (two, since processors fetch lines in pairs).</summary>
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    internal struct PerCpu
    {
        public long Runs, Faults, TimedRuns, Ticks;
    }
}
