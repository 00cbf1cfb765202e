using Waggle.Agent.Signals;

namespace Waggle.Cli.Views;

/// <summary>What the live view remembers between intervals: the latest events, and the histograms since the start.</summary>
internal sealed class LiveFeed
{
    private const int Capacity = 128;

    private readonly LinkedList<object> _processes = new(); // ExecSignal or ExitSignal, the latest first
    private readonly LinkedList<TcpSignal> _connections = new();
    private readonly SortedDictionary<ulong, LatencyBucket> _blockIo = [];
    private readonly SortedDictionary<ulong, LatencyBucket> _runQueue = [];

    public IEnumerable<object> Processes => _processes;

    public IEnumerable<TcpSignal> Connections => _connections;

    public LatencyReport BlockIo => Report(_blockIo);

    public LatencyReport RunQueue => Report(_runQueue);

    public ulong Execs { get; private set; }

    public ulong Exits { get; private set; }

    public ulong TcpOpened { get; private set; }

    public ulong TcpClosed { get; private set; }

    public void Add(MachineReport interval)
    {
        IEnumerable<(EventTime Time, object Signal)> events =
            interval.Started.Select(s => (s.Time, (object)s)).Concat(interval.Ended.Select(s => (s.Time, (object)s)));
        foreach ((_, object signal) in events.OrderBy(e => e.Time.UnixNanoseconds).TakeLast(Capacity)) Push(_processes, signal);
        foreach (TcpSignal signal in interval.Tcp.TakeLast(Capacity)) Push(_connections, signal);
        Add(_blockIo, interval.BlockIo);
        Add(_runQueue, interval.RunQueue);
        Execs += interval.Execs;
        Exits += interval.Exits;
        TcpOpened += interval.TcpOpened;
        TcpClosed += interval.TcpClosed;
    }

    private static void Push<T>(LinkedList<T> list, T item)
    {
        list.AddFirst(item);
        if (list.Count > Capacity) list.RemoveLast();
    }

    private static void Add(SortedDictionary<ulong, LatencyBucket> sums, LatencyReport? report)
    {
        foreach (LatencyBucket bucket in report?.Buckets ?? [])
        {
            ulong before = sums.TryGetValue(bucket.FromUs, out LatencyBucket? sum) ? sum.Count : 0;
            sums[bucket.FromUs] = bucket with { Count = before + bucket.Count };
        }
    }

    private static LatencyReport Report(SortedDictionary<ulong, LatencyBucket> sums) =>
        new(sums.Values.Aggregate(0UL, (total, bucket) => total + bucket.Count), [.. sums.Values]);
}
