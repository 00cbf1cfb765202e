using System.Collections.Immutable;
using Waggle.Agent.Signals;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Readers;
using Waggle.Linux;

namespace Waggle.Agent.Sensors;

/// <summary>What sensors have in common that read one ring buffer.</summary>
/// <typeparam name="TRecord">The record, as the programs write it.</typeparam>
/// <typeparam name="TSignal">The signal made of it.</typeparam>
public abstract class EventSensor<TRecord, TSignal> : IEventSensor<TSignal> where TRecord : unmanaged
{
    private readonly string _ringName;
    private readonly string? _missedName;
    private RingReader<TRecord>? _ring;
    private MissedCounter? _missed;
    private KernelClock? _clock;

    /// <summary>Describes the sensor.</summary>
    /// <param name="topic">What it senses.</param>
    /// <param name="programs">Classes of the programs.</param>
    /// <param name="ringName">Name of the ring buffer.</param>
    /// <param name="missedName">Name of the map that counts events for which a table had no room, or null.</param>
    /// <param name="optionalSections">Programs that can be left out.</param>
    private protected EventSensor(
        string topic, ImmutableArray<Type> programs, string ringName, string? missedName = null, ImmutableArray<string> optionalSections = default)
    {
        Topic = topic;
        Programs = programs;
        OptionalSections = optionalSections.IsDefault ? [] : optionalSections;
        _ringName = ringName;
        _missedName = missedName;
    }

    /// <inheritdoc/>
    public string Topic { get; }

    /// <inheritdoc/>
    public ImmutableArray<Type> Programs { get; }

    /// <inheritdoc/>
    public ImmutableArray<string> OptionalSections { get; }

    private RingReader<TRecord> Ring => _ring ?? throw new InvalidOperationException($"The sensor of {Topic} is not open.");

    /// <inheritdoc/>
    public EventCounts Counts
    {
        get
        {
            RingCounts counts = Ring.Counts;
            ulong lost = (counts.Lost ?? 0) + (_missed?.Read() ?? 0);
            return new EventCounts((counts.Submitted ?? counts.Delivered) + lost, counts.Delivered, lost);
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
        _clock = clock;
        _ring = loaded.OpenRing<TRecord>(_ringName);
        _missed = _missedName is null ? null : new MissedCounter(loaded, _missedName);
    }

    /// <inheritdoc/>
    public int Drain(Action<TSignal> handler)
    {
        KernelClock clock = _clock!;
        return Ring.Drain((in TRecord record) => handler(Read(in record, clock)));
    }

    /// <inheritdoc/>
    public void Wait(TimeSpan timeout, CancellationToken cancellationToken) => Ring.Wait(timeout, cancellationToken);

    /// <summary>Makes a signal of a record.</summary>
    private protected abstract TSignal Read(in TRecord record, KernelClock clock);
}
