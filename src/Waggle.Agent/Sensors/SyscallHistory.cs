using Waggle.Agent.Signals;

namespace Waggle.Agent.Sensors;

/// <summary>Adds up intervals for the final summary, in bounded memory.</summary>
internal sealed class SyscallHistory
{
    // Beyond that, processes that have ended share one entry for each name, and beyond that one for all.
    private const int Capacity = 4_096;

    private readonly Dictionary<int, (string Name, SyscallTally Tally)> _alive = [];
    private readonly List<(int Pid, string Name, SyscallTally Tally)> _ended = [];
    private readonly Dictionary<string, SyscallTally> _endedByName = [];

    /// <summary>Sums of every process.</summary>
    public IEnumerable<SyscallTally> Tallies =>
        _alive.Values.Select(p => p.Tally).Concat(_ended.Select(p => p.Tally)).Concat(_endedByName.Values);

    public void Add(int pid, string name, SyscallTally difference)
    {
        if (!_alive.TryGetValue(pid, out (string Name, SyscallTally Tally) entry)) entry = (name, new SyscallTally());
        entry.Tally.Add(difference);
        _alive[pid] = (name.Length > 0 ? name : entry.Name, entry.Tally);
    }

    public void End(int pid)
    {
        if (!_alive.Remove(pid, out (string Name, SyscallTally Tally) entry)) return;
        if (_ended.Count < Capacity)
        {
            _ended.Add((pid, entry.Name, entry.Tally));
            return;
        }

        string name = _endedByName.Count < Capacity || _endedByName.ContainsKey(entry.Name) ? entry.Name : "";
        if (_endedByName.TryGetValue(name, out SyscallTally? sum)) sum.Add(entry.Tally);
        else _endedByName.Add(name, entry.Tally);
    }

    /// <summary>All processes, the busiest first; pid 0 stands for several that have ended.</summary>
    public IReadOnlyList<ProcessSyscalls> Report(TimeSpan length)
    {
        List<ProcessSyscalls> processes =
        [
            .. _alive.Select(p => p.Value.Tally.Report(p.Key, p.Value.Name, length)),
            .. _ended.Select(p => p.Tally.Report(p.Pid, p.Name, length)),
            .. _endedByName.Select(p => p.Value.Report(0, p.Key, length)),
        ];
        processes.Sort((a, b) => b.Calls.CompareTo(a.Calls));
        return processes;
    }
}
