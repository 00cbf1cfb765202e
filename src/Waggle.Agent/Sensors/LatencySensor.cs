using System.Collections.Immutable;
using Waggle.Agent.Signals;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Linux;
using Waggle.Probes.Latency;

namespace Waggle.Agent.Sensors;

/// <summary>Senses how long something takes, as a histogram that the kernel's side keeps.</summary>
public sealed class LatencySensor : ISensor
{
    private readonly string _histogramName;
    private readonly string _missedName;
    private readonly ulong[] _before = new ulong[LatencyHistogram.Length];
    private PerCpuMap<uint, ulong>? _histogram;
    private MissedCounter? _missed;

    private LatencySensor(string topic, Type programs, string histogramName, string missedName)
    {
        Topic = topic;
        Programs = [programs];
        _histogramName = histogramName;
        _missedName = missedName;
    }

    /// <summary>Requests to block devices, from issue to completion.</summary>
    public static LatencySensor BlockIo() => new("block I/O", typeof(BlockLatency), "blockLatency", "missedBlockRequests");

    /// <summary>Waits of runnable threads for a CPU.</summary>
    public static LatencySensor RunQueue() => new("run queue", typeof(RunQueueLatency), "runQueueLatency", "missedWaits");

    /// <inheritdoc/>
    public string Topic { get; }

    /// <inheritdoc/>
    public ImmutableArray<Type> Programs { get; }

    /// <inheritdoc/>
    public ImmutableArray<string> OptionalSections => [];

    /// <summary>Operations that were not timed since the table of those under way was full. Timed ones are no events: they are
    /// numbers in the histogram.</summary>
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
    }

    /// <inheritdoc/>
    public void Open(LoadedObject loaded, KernelClock clock)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        _histogram = loaded.PerCpuMap<uint, ulong>(_histogramName);
        _missed = new MissedCounter(loaded, _missedName);
    }

    /// <summary>The operations since the last call.</summary>
    public LatencyReport ReadInterval()
    {
        Span<ulong> now = stackalloc ulong[LatencyHistogram.Length];
        Read(now);
        Span<ulong> difference = stackalloc ulong[LatencyHistogram.Length];
        for (int i = 0; i < now.Length; i++) difference[i] = now[i] - _before[i];
        now.CopyTo(_before);
        return LatencyReport.From(difference);
    }

    /// <summary>All operations since the start.</summary>
    public LatencyReport ReadTotal()
    {
        Span<ulong> now = stackalloc ulong[LatencyHistogram.Length];
        Read(now);
        return LatencyReport.From(now);
    }

    private void Read(Span<ulong> counts)
    {
        PerCpuMap<uint, ulong> histogram = _histogram ?? throw new InvalidOperationException($"The sensor of {Topic} is not open.");
        foreach (PerCpuMap<uint, ulong>.Entry entry in histogram) counts[(int)entry.Key] = entry.Values.Sum();
    }
}
