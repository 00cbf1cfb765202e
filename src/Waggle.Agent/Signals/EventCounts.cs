namespace Waggle.Agent.Signals;

/// <summary>What became of the events: produced = delivered + lost once everything is read.</summary>
/// <param name="Produced">Events that programs wanted to hand over.</param>
/// <param name="Delivered">Events that user code has read.</param>
/// <param name="Lost">Events for which a buffer or a table had no room, or whose program was busy.</param>
public readonly record struct EventCounts(ulong Produced, ulong Delivered, ulong Lost)
{
    /// <summary>Adds two counts.</summary>
    public static EventCounts operator +(EventCounts left, EventCounts right) =>
        new(left.Produced + right.Produced, left.Delivered + right.Delivered, left.Lost + right.Lost);
}
