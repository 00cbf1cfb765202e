using System.Collections.Immutable;
using Waggle.Trace.Generation;

namespace Waggle.Trace.Running;

/// <summary>What a map of an expression holds.</summary>
/// <param name="Map">The map.</param>
/// <param name="Rows">Its keys, those with the least first.</param>
public sealed record MapReport(ScriptMap Map, ImmutableArray<MapRow> Rows);

/// <summary>A key of a map.</summary>
/// <param name="Key">Its parts; none if the map has one entry only.</param>
/// <param name="Value">A number or text; an <see cref="AggregateReport"/>; or the <see cref="HistogramBucket">buckets</see>.</param>
public sealed record MapRow(ImmutableArray<object> Key, object Value);

/// <summary>Numbers that were taken together, over all CPUs.</summary>
/// <param name="Count">How many.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Least">The least.</param>
/// <param name="Greatest">The greatest.</param>
public sealed record AggregateReport(long Count, long Sum, long Least, long Greatest)
{
    /// <summary>Their mean, rounded towards zero.</summary>
    public long Mean => Count == 0 ? 0 : Sum / Count;
}

/// <summary>A bucket of a histogram.</summary>
/// <param name="From">The least number that it counts; null for no limit.</param>
/// <param name="To">The least number above it; null for no limit.</param>
/// <param name="Count">How many it counted.</param>
public sealed record HistogramBucket(long? From, long? To, long Count);
