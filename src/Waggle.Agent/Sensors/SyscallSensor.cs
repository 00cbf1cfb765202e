using System.Collections.Immutable;
using Waggle.Agent.Signals;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.CSharp;
using Waggle.Linux;
using Waggle.Probes.Syscalls;

namespace Waggle.Agent.Sensors;

/// <summary>Senses how many system calls each process makes, how many fail, and how long they take.</summary>
public sealed class SyscallSensor : ISensor
{
    private const string TotalsName = "syscalls";

    // All CPUs together; a machine with many CPUs has room for fewer processes.
    private const long MemoryBudgetInBytes = 64L * 1024 * 1024;
    private const int FewestProcesses = 256;
    private const int MostProcesses = 10_240;

    private readonly Dictionary<int, SyscallTally> _before = [];
    private PerCpuMap<int, SyscallTotals>? _totals;
    private BpfMap<int, Comm>? _names;
    private BpfMap<int, byte>? _ended;
    private MissedCounter? _missed;

    /// <summary>Sums of all intervals.</summary>
    internal SyscallHistory History { get; } = new();

    /// <inheritdoc/>
    public string Topic => "system calls";

    /// <inheritdoc/>
    public ImmutableArray<Type> Programs => [typeof(SyscallStats)];

    /// <inheritdoc/>
    public ImmutableArray<string> OptionalSections => [];

    /// <summary>Calls that were not counted since a table was full. Counted ones are no events: they are numbers in the table.</summary>
    public EventCounts Counts
    {
        get
        {
            ulong missed = _missed?.Read() ?? 0;
            return new EventCounts(missed, 0, missed);
        }
    }

    /// <inheritdoc/>
    public void Configure(BpfObject programs)
    {
        ArgumentNullException.ThrowIfNull(programs);
        long bytes = (long)System.Runtime.CompilerServices.Unsafe.SizeOf<SyscallTotals>() * Environment.ProcessorCount;
        foreach (MapSpec map in programs.Maps)
        {
            if (map.Name == TotalsName) map.MaxEntries = (uint)Math.Clamp(MemoryBudgetInBytes / bytes, FewestProcesses, MostProcesses);
        }
    }

    /// <inheritdoc/>
    public void Open(LoadedObject loaded, KernelClock clock)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        _totals = loaded.PerCpuMap<int, SyscallTotals>(TotalsName);
        _names = loaded.Map<int, Comm>("processNames");
        _ended = loaded.Map<int, byte>("endedProcesses");
        _missed = new MissedCounter(loaded, "uncountedSyscalls");
    }

    /// <summary>What each process did since the last call, the busiest first; processes that did nothing are left out.</summary>
    /// <param name="length">Time since the last call.</param>
    public IReadOnlyList<ProcessSyscalls> ReadInterval(TimeSpan length)
    {
        if (_totals is null || _names is null || _ended is null) throw new InvalidOperationException("The sensor of system calls is not open.");

        // Ended before the totals are read: their totals are then complete, and can go.
        IReadOnlyList<KeyValuePair<int, byte>> ended = _ended.ReadAll();
        List<ProcessSyscalls> processes = [];
        SyscallTally now = new();
        foreach (PerCpuMap<int, SyscallTotals>.Entry entry in _totals)
        {
            now.Set(entry.Values);
            if (!_before.TryGetValue(entry.Key, out SyscallTally? before)) _before.Add(entry.Key, before = new SyscallTally());
            SyscallTally difference = now.Since(before);
            before.CopyFrom(now);
            if (difference.Count == 0) continue;

            string name = _names.TryGet(entry.Key, out Comm comm) ? comm.ToString() : "";
            processes.Add(difference.Report(entry.Key, name, length));
            History.Add(entry.Key, name, difference);
        }

        foreach ((int pid, _) in ended) Forget(pid);
        processes.Sort((a, b) => b.Calls.CompareTo(a.Calls));
        return processes;
    }

    /// <summary>What each process did in all intervals that were read, the busiest first.</summary>
    /// <param name="length">Time since the start.</param>
    public IReadOnlyList<ProcessSyscalls> ReadTotal(TimeSpan length) => History.Report(length);

    private void Forget(int pid)
    {
        _totals!.Remove(pid);
        _names!.Remove(pid);
        _ended!.Remove(pid);
        _before.Remove(pid);
        History.End(pid);
    }
}
