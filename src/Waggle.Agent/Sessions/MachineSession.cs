using System.Diagnostics;
using Waggle.Agent.Sensors;
using Waggle.Agent.Signals;

namespace Waggle.Agent.Sessions;

/// <summary>Watches everything at once: processes, system calls, block I/O, run queue and TCP.</summary>
/// <remarks>What the kernel lacks a hook for is left out and named in the reports. Not thread-safe.</remarks>
public sealed class MachineSession : IDisposable
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(50);

    private readonly ExecSensor _execs = new();
    private readonly ExitSensor _exits = new();
    private readonly TcpSensor _tcp = new();
    private readonly SyscallSensor _syscalls = new();
    private readonly LatencySensor _blockIo = LatencySensor.BlockIo();
    private readonly LatencySensor _runQueue = LatencySensor.RunQueue();
    private readonly List<string> _missing = [];
    private readonly long _start;
    private long _intervalStart;
    private ulong _execCount, _exitCount, _openedCount, _closedCount;
    private List<ExecSignal> _started = [];
    private List<ExitSignal> _ended = [];
    private List<TcpSignal> _connections = [];

    private MachineSession(ProcessScope scope)
    {
        Session = ProbeSession.Start(scope, [_execs, _exits, _tcp, _syscalls, _blockIo, _runQueue], _missing);
        _start = _intervalStart = Stopwatch.GetTimestamp();
    }

    /// <summary>The session behind it.</summary>
    public ProbeSession Session { get; }

    /// <summary>Time since the start.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>Whether the last interval is read: everything is detached, and no event is left.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Starts watching.</summary>
    /// <param name="scope">Whose doings are watched.</param>
    /// <exception cref="Waggle.Bpf.Errors.BpfException">As <see cref="ProbeSession.Start"/>.</exception>
    public static MachineSession Start(ProcessScope scope) => new(scope);

    /// <summary>Reads events for the rest of an interval, then says what happened in it.</summary>
    /// <param name="length">Length of the interval.</param>
    /// <param name="end">Ends the interval early: everything is then detached, this report is the last, and <see cref="HasEnded"/> is true.
    /// If it comes after an interval, what happened in between is in the next.</param>
    /// <param name="tick">Called several times a second meanwhile; may be null.</param>
    public MachineReport ReadInterval(TimeSpan length, CancellationToken end, Action? tick = null)
    {
        while (!end.IsCancellationRequested)
        {
            TimeSpan left = length - Stopwatch.GetElapsedTime(_intervalStart);
            if (left <= TimeSpan.Zero) break;

            Drain();
            tick?.Invoke();
            end.WaitHandle.WaitOne(left < s_poll ? left : s_poll);
        }

        HasEnded = end.IsCancellationRequested;
        if (HasEnded) Session.Detach();
        return Report();
    }

    /// <summary>Says what happened in the whole run, as far as intervals were read.</summary>
    public MachineReport ReadSummary()
    {
        TimeSpan length = Elapsed;
        return new MachineReport(
            "summary", Session.Clock.Now, Seconds(length), _execCount, _exitCount, [], [],
            Has(_syscalls) ? _syscalls.ReadTotal(length) : [],
            Has(_blockIo) ? _blockIo.ReadTotal() : null,
            Has(_runQueue) ? _runQueue.ReadTotal() : null,
            _openedCount, _closedCount, [], Counts(), Session.SkippedRuns, _missing);
    }

    /// <summary>Detaches and frees everything.</summary>
    public void Dispose() => Session.Dispose();

    private MachineReport Report()
    {
        Drain();
        TimeSpan length = Stopwatch.GetElapsedTime(_intervalStart);
        _intervalStart = Stopwatch.GetTimestamp();
        ulong closed = (ulong)_connections.Count(c => c.IsClosed);
        MachineReport report = new(
            "interval", Session.Clock.Now, Seconds(length), (ulong)_started.Count, (ulong)_ended.Count, _started, _ended,
            Has(_syscalls) ? _syscalls.ReadInterval(length) : [],
            Has(_blockIo) ? _blockIo.ReadInterval() : null,
            Has(_runQueue) ? _runQueue.ReadInterval() : null,
            (ulong)_connections.Count - closed, closed, _connections, Counts(), Session.SkippedRuns, _missing);
        _execCount += report.Execs;
        _exitCount += report.Exits;
        _openedCount += report.TcpOpened;
        _closedCount += report.TcpClosed;
        (_started, _ended, _connections) = ([], [], []);
        return report;
    }

    private void Drain()
    {
        if (Has(_execs)) _execs.Drain(_started.Add);
        if (Has(_exits)) _exits.Drain(_ended.Add);
        if (Has(_tcp)) _tcp.Drain(_connections.Add);
    }

    private bool Has(ISensor sensor) => Session.Sensors.Contains(sensor);

    private EventCounts Counts() => Session.Sensors.Aggregate(default(EventCounts), (sum, sensor) => sum + sensor.Counts);

    private static double Seconds(TimeSpan length) => Math.Round(length.TotalSeconds, 3);
}
